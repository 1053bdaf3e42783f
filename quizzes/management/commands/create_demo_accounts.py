from random import SystemRandom

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management.base import CommandError
from django.utils.timezone import now

from core.commands import AuditedCommand
from core.models import STUDENTS, TEACHERS, User
from quizzes.classrooms.models import Classroom

PASSWORD = "attest-demo"  # noqa: S105 - the demo's password is meant to be known


class Command(AuditedCommand):
    help = (
        "Make the demo's sign-ins, student and teacher, and a class of theirs. "
        "They work under ATTEST_DEMO=1 and on loopback alone."
    )

    def handle(self, **options) -> None:
        if not settings.ATTEST_DEMO:
            raise CommandError(
                "Demo accounts have a known password. Set ATTEST_DEMO=1, on your own machine alone."
            )
        for name, group, is_staff in [("student", STUDENTS, False), ("teacher", TEACHERS, True)]:
            if taken_by_a_person(name):
                self.stderr.write(f'"{name}" is a person\'s account here and was left as it is.')
                continue
            user, _ = User.objects.get_or_create(
                username=name, defaults={"is_demo": True, "is_staff": is_staff}
            )
            if not user.check_password(PASSWORD):
                user.set_password(PASSWORD)
                user.save(update_fields=["password"])
            user.groups.add(Group.objects.get(name=group))
        self.make_class()
        self.stdout.write(f"Sign in as student or teacher, password {PASSWORD}.")

    def make_class(self) -> None:
        """A class of the demo's teacher with its student in it, as long as that teacher has none."""
        people = {user.username: user for user in User.objects.filter(is_demo=True)}
        teacher, student = people.get("teacher"), people.get("student")
        if teacher and not Classroom.objects.taught_by(teacher).exists():
            classroom = Classroom.open_for(teacher, "History 9b", at=now(), chance=SystemRandom())
            if student:
                classroom.admit(student, at=now())


def taken_by_a_person(name: str) -> bool:
    return User.objects.filter(username=name, is_demo=False).exists()
