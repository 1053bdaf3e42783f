"""Which classes are whose. Every page of a class begins here."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from core.models import User
from quizzes.classrooms.models import Classroom, ClassroomQuerySet

MAKES_CLASSES = "quizzes.add_classroom"
WHO_MAY = "django.contrib.auth.backends.ModelBackend"
# Told along with the person of every request, for the way to the classes stands on every page. In SQL, for Django takes
# longer to put such a condition together, each time, than the database does to answer it.
HAS_CLASSES = RawSQL(
    """
    EXISTS (SELECT 1 FROM quizzes_teaching WHERE teacher_id = core_user.id)
    OR EXISTS (
        SELECT 1 FROM quizzes_membership
        JOIN quizzes_classroom ON quizzes_classroom.id = quizzes_membership.classroom_id
        WHERE student_id = core_user.id AND removed_at IS NULL AND archived_at IS NULL
    )
    """,
    (),
    output_field=BooleanField(),
)

# Told along as well, for their teachers see how they do; also in a class that is archived since.
IS_IN_A_CLASS = RawSQL(
    "EXISTS (SELECT 1 FROM quizzes_membership WHERE student_id = core_user.id AND removed_at IS NULL)",
    (),
    output_field=BooleanField(),
)


def makes_classes(person: User) -> bool:
    """Whether this person is a teacher here: may make classes and run them."""
    return person.has_perm(MAKES_CLASSES)


def taught_by(person: User) -> ClassroomQuerySet:
    """The classes this person runs, archived ones too. Who is no teacher any more runs none."""
    return Classroom.objects.taught_by(person) if makes_classes(person) else Classroom.objects.none()


def run_today(person: User) -> list[Classroom]:
    """The classes this person runs, without the archived ones; in one query, and none for who works at no desk."""
    if not person.is_staff:
        return []
    makers = User.objects.with_perm(MAKES_CLASSES, backend=WHO_MAY).filter(pk=person.pk)
    return list(Classroom.objects.current().filter(teachings__teacher__in=makers))


def classrooms_of(person: User) -> ClassroomQuerySet:
    """The classes this person runs, or is in today."""
    taught, attended = taught_by(person), Classroom.objects.attended_by(person)
    return Classroom.objects.filter(pk__in=taught.values("pk")) | Classroom.objects.filter(
        pk__in=attended.values("pk")
    )


def for_its_teacher(view: Callable | None = None, *, also_archived: bool = False) -> Callable:
    """The view gets the class the address names, if this person runs it; for all others there is nothing.

    An archived class is read only: what would change it answers with a sentence, except where `also_archived`.
    """

    def wrap(view: Callable) -> Callable:
        @wraps(view)
        def find(request: HttpRequest, classroom_id: int, **rest) -> HttpResponse:
            classroom = get_object_or_404(taught_by(request.user), pk=classroom_id)
            if request.method == "POST" and classroom.is_archived and not also_archived:
                messages.warning(request, "This class is archived. Take it up again to change it.")
                return redirect(classroom)
            return view(request, classroom, **rest)

        return find

    return wrap(view) if view else wrap


def role_in(person: User, classroom_id: int) -> tuple[Classroom, bool]:
    """The class, and whether this person runs it or is in it; 404 for everyone else."""
    if classroom := taught_by(person).filter(pk=classroom_id).first():
        return classroom, True
    if classroom := Classroom.objects.attended_by(person).filter(pk=classroom_id).first():
        return classroom, False
    raise Http404
