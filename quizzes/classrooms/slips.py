"""Slips to sign in with. A slip's password stands on the page that makes it and nowhere else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from django.utils.crypto import constant_time_compare, salted_hmac

from core.models import User
from core.passwords import hash_drawn
from core.turns import write_in_turn
from quizzes.classrooms.models import Classroom, Membership
from quizzes.classrooms.naming import new_password


@dataclass(frozen=True)
class Slip:
    name: str
    username: str
    password: str


def choice_of(membership: Membership) -> str:
    """Whom a tick on the page means, with the password the account had then: so that an old page makes no new one."""
    seen = salted_hmac("quizzes.classrooms.slips", membership.student.password).hexdigest()[:16]
    return f"{membership.pk}.{seen}"


def chosen_among(memberships: Iterable[Membership], choices: Iterable[str]) -> list[Membership]:
    wanted = {choice.partition(".")[0] for choice in choices}
    return [membership for membership in memberships if str(membership.pk) in wanted]


def make_anew(classroom: Classroom, choices: Sequence[str], *, chance: Random) -> "list[Slip] | None":
    """Slips with new passwords; the old ones are dead. None, and nothing done, where one was changed since it was chosen.

    A double click would otherwise show one password and store the other.
    """
    chosen = chosen_among(classroom.memberships.with_slips().by_name(), choices)
    passwords = {membership.student_id: new_password(chance) for membership in chosen}
    hashes = {student: hash_drawn(password) for student, password in passwords.items()}
    with write_in_turn():
        classroom.locked()
        still = chosen_among(classroom.memberships.with_slips().by_name(), choices)
        if not is_unchanged(still, choices):
            return None
        students = [membership.student for membership in still]
        for student in students:
            student.password = hashes[student.pk]
        User.objects.bulk_update(students, ["password"], batch_size=100)
    return [
        Slip(membership.called, membership.student.username, passwords[membership.student_id])
        for membership in still
    ]


def is_unchanged(memberships: Iterable[Membership], choices: Iterable[str]) -> bool:
    now_so = "\n".join(sorted(map(choice_of, memberships)))
    return constant_time_compare(now_so, "\n".join(sorted(set(choices))))
