"""What each line of a roster would do, told before anything is stored."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.db.models.functions import Lower

from core.chunks import chunks
from core.models import User
from quizzes.classrooms.models import Classroom, Membership
from quizzes.classrooms.naming import first_free, names_like, pseudonyms
from quizzes.classrooms.roster_file import Fault, Person

# So many names are looked up in one query.
AT_ONCE = 500


class Fate(StrEnum):
    """What a line does."""

    NEW = "new"
    KNOWN = "known"
    BACK = "back"
    IN = "in"

    @property
    def told(self) -> str:
        return TOLD[self][0]


TOLD = {
    Fate.NEW: ("gets a new account", "get new accounts"),
    Fate.KNOWN: ("joins with the account there is", "join with the accounts there are"),
    Fate.BACK: ("was removed and comes back", "were removed and come back"),
    Fate.IN: ("is in the class already", "are in the class already"),
}


@dataclass(frozen=True)
class Planned:
    """A line with what it does. `is_drawn`: its user name is ours, and may become another one. `stays`: what the line has
    otherwise, and stays as it is all the same, in a sentence."""

    person: Person
    fate: Fate
    is_drawn: bool = False
    stays: str = ""

    @property
    def line(self) -> int:
        return self.person.line


@dataclass(frozen=True)
class Plan:
    planned: tuple[Planned, ...]
    faults: tuple[Fault, ...] = ()

    def of(self, fate: Fate) -> list[Planned]:
        return [one for one in self.planned if one.fate is fate]

    @property
    def counts(self) -> list[tuple[int, str]]:
        """How many lines do what; only what happens."""
        found = [(len(self.of(fate)), words) for fate, words in TOLD.items()]
        return [(count, words[count > 1]) for count, words in found if count]

    @property
    def makes_accounts(self) -> bool:
        return bool(self.of(Fate.NEW))

    @property
    def keeps_addresses(self) -> bool:
        """Whether lines have an e-mail address for accounts there are: those stay as they are, whatever they are."""
        return any(one.person.email for one in self.planned if one.fate is not Fate.NEW)

    @property
    def changes_something(self) -> bool:
        return any(one.fate is not Fate.IN for one in self.planned)


class Planner:
    """Knows what is there, read in a few queries however many people there are."""

    def __init__(
        self, classroom: Classroom, teacher: User, people: Iterable[Person], *, chance: Random
    ) -> None:
        self.classroom, self.chance = classroom, chance
        given = [without_email(one) if classroom.is_pseudonymous else one for one in people]
        stored = stored_among({person.username for person in given if person.username})
        self.people = [replace(one, username=stored.get(one.username, one.username)) for one in given]
        self.usernames = {person.username for person in self.people if person.username}
        self.taken = set(stored.values())
        members = list(classroom.memberships.select_related("student"))
        self.members = {member.student.username: member for member in members}
        self.members_called = {member.called.casefold(): member for member in reversed(members)}
        self.known = known_to(teacher, self.taken)

    def plan(self, faults: Collection[Fault] = (), drawn: Collection[int] = ()) -> Plan:
        """`faults` are those of the file; `drawn` the lines whose user names are ours."""
        faulty = {fault.line for fault in faults}
        told = [self.outcome(one, one.line in drawn) for one in self.people if one.line not in faulty]
        nameless = [one.person for one in told if isinstance(one, Planned) and not one.person.username]
        names = self.draw(nameless)
        planned = [named(one, names) for one in told if isinstance(one, Planned)]
        found = [one for one in told if isinstance(one, Fault)]
        return Plan(tuple(planned), tuple(sorted([*faults, *found], key=lambda fault: fault.line)))

    def outcome(self, person: Person, is_drawn: bool) -> Planned | Fault:
        """What the line does; without a user name where one is still to be drawn."""
        if fault := email_fault(person):
            return fault
        if member := self.member(person):
            fate = Fate.IN if member.removed_at is None else Fate.BACK
            own = replace(person, username=member.student.username)
            return Planned(own, fate, is_drawn, what_stays(person, member))
        if is_drawn and person.username in self.taken:
            person = replace(person, username="")
        if person.username not in self.taken:
            return Planned(person, Fate.NEW, is_drawn or not person.username)
        return Planned(person, Fate.KNOWN) if person.username in self.known else taken_fault(person)

    def member(self, person: Person) -> Membership | None:
        """By the user name where there is one, else by what the teacher calls the student."""
        if person.username:
            return self.members.get(person.username)
        return self.members_called.get(person.name.casefold())

    def draw(self, people: Sequence[Person]) -> dict[int, str]:
        """A user name that nobody has for each of these, by line."""
        used, found = set(self.usernames), {}
        offers = {person.line: self.offers(person) for person in people}
        while waiting := offers.keys() - found.keys():
            offered = {}
            for line in sorted(waiting):
                offered[line] = first_free(offers[line], used)
                used.add(offered[line])
            taken = stored_among(set(offered.values()))
            found |= {line: name for line, name in offered.items() if name not in taken}
        return found

    def offers(self, person: Person) -> Iterator[str]:
        """In a pseudonymous class a user name tells nothing of who bears it."""
        is_hidden = self.classroom.is_pseudonymous
        return pseudonyms(self.chance) if is_hidden else names_like(person.name, self.chance)


def named(planned: Planned, names: dict[int, str]) -> Planned:
    if planned.person.username:
        return planned
    return replace(planned, person=replace(planned.person, username=names[planned.line]))


def what_stays(person: Person, member: Membership) -> str:
    """A list gives nobody another name."""
    is_other = person.name.casefold() != member.called.casefold()
    return f"and stays “{member.called}”; their own page changes the name" if is_other else ""


def without_email(person: Person) -> Person:
    return replace(person, email="")


def stored_among(usernames: Collection[str]) -> dict[str, str]:
    """Of those that somebody has, as it is stored: a name in other capitals is no other person's."""
    found: dict[str, str] = {}
    users = User.objects.annotate(lower=Lower("username"))
    for some in chunks(sorted(usernames), AT_ONCE):
        lower = {name.lower() for name in some}
        # SQLite lowers English letters only; a name in the same letters is found all the same.
        same = users.filter(Q(username__in=some) | Q(lower__in=lower))
        stored = set(same.values_list("username", flat=True))
        folded = {name.lower(): name for name in stored}
        for name in some:
            if name in stored or name.lower() in folded:
                found[name] = name if name in stored else folded[name.lower()]
    return found


def known_to(teacher: User, usernames: Collection[str]) -> dict[str, bool]:
    """Accounts that are in some class of this teacher, and whether it made them. Nobody else's may be taken in."""
    known: dict[str, bool] = {}
    theirs = Membership.objects.current().filter(classroom__teachings__teacher=teacher)
    for some in chunks(sorted(usernames), AT_ONCE):
        rows = theirs.filter(student__username__in=some).values_list("student__username", "is_made_here")
        for username, is_made_here in rows:
            known[username] = known.get(username, False) or is_made_here
    return known


def email_fault(person: Person) -> Fault | None:
    try:
        if person.email:
            validate_email(person.email)
    except ValidationError:
        told = f"Line {person.line}: “{person.email:.60}” is no e-mail address. Mend it, or leave the cell empty."
        return Fault(person.line, told)
    return None


def taken_fault(person: Person) -> Fault:
    """Says no more than the page on which anybody makes an account does."""
    return Fault(
        person.line,
        f"Line {person.line}: the user name “{person.username:.60}” is taken. Choose another one; "
        "or, if it is this student’s own account, delete the line and give out the class’s code.",
    )
