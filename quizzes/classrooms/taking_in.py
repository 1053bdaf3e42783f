"""Carrying a roster's plan out: all of it or nothing, and once, however often it is sent."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from django.contrib.auth.models import Group
from django.core import signing
from django.db import IntegrityError

from core.audit import record_added, record_each
from core.chunks import chunks
from core.models import STUDENTS, User
from core.passwords import hash_drawn
from core.turns import write_in_turn
from quizzes.classrooms.models import Classroom, Membership
from quizzes.classrooms.naming import new_password
from quizzes.classrooms.roster import AT_ONCE, Fate, Plan, Planned, Planner, known_to
from quizzes.classrooms.roster_file import Person
from quizzes.classrooms.slips import Slip

SALT = "quizzes.classrooms.roster"
A_DAY = 24 * 3600


@dataclass(frozen=True)
class TakenIn:
    """What was done. The passwords on the slips are nowhere else."""

    slips: list[Slip]
    joined_count: int


@dataclass(frozen=True)
class Promise:
    """A plan as it was shown to a teacher: signed, so that it comes back unchanged."""

    classroom_id: int
    teacher_id: int
    planned: tuple[Planned, ...]

    @property
    def signed(self) -> str:
        lines = [
            (one.line, one.person.name, one.person.username, one.person.email, one.fate.value, one.is_drawn)
            for one in self.planned
        ]
        return signing.dumps([self.classroom_id, self.teacher_id, lines], salt=SALT, compress=True)

    @classmethod
    def sent(cls, signed: str) -> "Promise | None":
        """None when it is not, whole, what was shown in the last day."""
        try:
            classroom_id, teacher_id, lines = signing.loads(signed, salt=SALT, max_age=A_DAY)
        except signing.BadSignature:
            return None
        planned = (
            Planned(Person(line, name, username, email), Fate(fate), is_drawn)
            for line, name, username, email, fate, is_drawn in lines
        )
        return cls(classroom_id, teacher_id, tuple(planned))


def take_in(
    classroom: Classroom, teacher: User, promised: Sequence[Planned], *, at: datetime, chance: Random
) -> TakenIn | Plan:
    """Everyone who was promised; or nobody, and what stands in the way now.

    Hashing takes time, so it is done before the turn to write.
    """
    before = plan_again(classroom, teacher, promised, chance)
    if before.faults:
        return before
    passwords = {one.line: new_password(chance) for one in before.of(Fate.NEW)}
    hashes = {line: hash_drawn(password) for line, password in passwords.items()}
    try:
        with write_in_turn():
            classroom.locked()
            plan = plan_again(classroom, teacher, promised, chance)
            # Somebody signed up by such a name since: look again.
            if plan.faults or not {one.line for one in plan.of(Fate.NEW)} <= hashes.keys():
                return plan
            joined_count = carry_out(classroom, teacher, plan, back(promised), hashes=hashes, at=at)
            classroom.hold_at_once()
    except IntegrityError:
        # Somebody did so this very moment.
        return plan_again(classroom, teacher, promised, chance)
    slips = [Slip(one.person.name, one.person.username, passwords[one.line]) for one in plan.of(Fate.NEW)]
    return TakenIn(slips, joined_count)


def plan_again(classroom: Classroom, teacher: User, promised: Sequence[Planned], chance: Random) -> Plan:
    people = [one.person for one in promised]
    drawn = {one.line for one in promised if one.is_drawn}
    return Planner(classroom, teacher, people, chance=chance).plan(drawn=drawn)


def back(promised: Sequence[Planned]) -> set[int]:
    """The lines of those whom the teacher wants back: sent again later, an old page brings nobody else back."""
    return {one.line for one in promised if one.fate is Fate.BACK}


def carry_out(
    classroom: Classroom,
    teacher: User,
    plan: Plan,
    wanted_back: Collection[int],
    *,
    hashes: Mapping[int, str],
    at: datetime,
) -> int:
    """How many are in the class who were not before."""
    make_accounts(plan.of(Fate.NEW), hashes, at)
    joining = plan.of(Fate.NEW) + plan.of(Fate.KNOWN)
    accounts = accounts_named([one.person.username for one in joining])
    made_by_teacher = known_to(teacher, [one.person.username for one in plan.of(Fate.KNOWN)])
    joined = Membership.objects.bulk_create(
        Membership(
            classroom=classroom,
            student_id=accounts[one.person.username],
            name=one.person.name,
            is_made_here=one.fate is Fate.NEW or made_by_teacher[one.person.username],
            joined_at=at,
        )
        for one in joining
    )
    record_added(joined)
    returning = [one.person.username for one in plan.of(Fate.BACK) if one.line in wanted_back]
    removed = list(classroom.memberships.removed().filter(student__username__in=returning))
    record_each((one, {"removed_at": (one.removed_at, None)}) for one in removed)
    return len(joining) + Membership.objects.filter(pk__in=[one.pk for one in removed]).update(
        removed_at=None
    )


def make_accounts(planned: Sequence[Planned], hashes: Mapping[int, str], at: datetime) -> None:
    """Students who sign in by a name and a password."""
    usernames = [one.person.username for one in planned]
    User.objects.bulk_create(
        User(
            username=one.person.username,
            email=one.person.email,
            password=hashes[one.line],
            date_joined=at,
        )
        for one in planned
    )
    students = Group.objects.get(name=STUDENTS)
    belongs = User.groups.through
    belongs.objects.bulk_create(
        belongs(user_id=account, group_id=students.pk) for account in accounts_named(usernames).values()
    )


def accounts_named(usernames: Collection[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in chunks(sorted(usernames), AT_ONCE):
        found |= dict(User.objects.filter(username__in=some).values_list("username", "pk"))
    return found
