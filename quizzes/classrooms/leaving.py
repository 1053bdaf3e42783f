"""What classes have to say when somebody's account is to be erased."""

from collections.abc import Iterable

from core.models import User
from quizzes.classrooms.models import Classroom, Membership, Teaching


def names_given(student: User) -> Iterable[str]:
    """What teachers call the student."""
    return Membership.objects.filter(student=student).exclude(name="").values_list("name", flat=True)


def only_teacher(teacher: User) -> str:
    """Why a teacher cannot go yet: classes would be left with nobody to look after them."""
    others = Teaching.objects.exclude(teacher=teacher).values("classroom")
    alone = list(Classroom.objects.current().taught_by(teacher).exclude(pk__in=others))
    if not alone:
        return ""
    names = ", ".join(f"“{classroom}”" for classroom in alone)
    return f"Nobody else teaches {names}. Add another teacher to each of these classes, or archive it, first."


def made_for_a_class(student: User) -> str:
    """Why a student cannot go alone: the account is the class's, and so is the slip to sign in with."""
    classroom = Classroom.objects.attended_by(student).filter(is_pseudonymous=True).order_by("pk").first()
    if classroom is None:
        return ""
    return f"This account was made for the class “{classroom}”, so the person who runs this site erases it for you."
