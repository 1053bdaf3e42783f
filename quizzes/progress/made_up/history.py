"""A made-up history of a school: who sits which quiz when, and what each gives. The same chance makes the same history.

Whether an answer is right follows the two-parameter logistic model: a student of ability θ answers a question of
discrimination a and difficulty b rightly with the probability 1 / (1 + exp(-a(θ - b))) (Birnbaum 1968, in Lord & Novick,
"Statistical theories of mental test scores", chapter 17).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from math import ceil, exp
from random import Random

from quizzes.attempts import behaviours
from quizzes.attempts.behaviours import BEHAVIOURS, Behaviour, Certainty

QUIZ_LENGTH, CLASS_SIZE, YEAR_SIZE = 20, 30, 500
USUAL_LOAD = 100
"""Answers of a student. Where there are fewer in all, those who come later in the school have none."""
LIGHT_LOAD = 12
"""Answers of a student of the year, but for its first class, in a history that is to be compared: two in three of them
take one quiz. So the whole year has room in a history of 10,000 answers."""
BEHAVIOUR_OF_QUIZZES = (
    "deferred",
    "immediate",
    "immediate_certainty",
    "deferred",
    "interactive",
    "deferred_certainty",
)
QUIZZES_OF_A_CLASS, QUIZZES_OF_THE_YEAR = 4, (0, 1)
WEEKS_OF_A_YEAR, SCHOOL_WEEKS = 52, 40
WRONG_KEY_ONCE_IN = 40
"""Of so many questions, one that the strongest miss: what item analysis is for."""


@dataclass(frozen=True)
class Scale:
    """How large a school. Besides the classes there is the whole year, a class of its first 500 students."""

    students: int
    answers: int
    questions: int
    classes: int
    is_comparable: bool = False
    """Whether the students of the year do the same however many answers there are in all, and give the same: what is
    measured of them tells of the others alone."""

    @property
    def quizzes(self) -> int:
        return ceil(self.questions / QUIZ_LENGTH)

    def length(self, quiz: int) -> int:
        return min(QUIZ_LENGTH, self.questions - quiz * QUIZ_LENGTH)

    def class_of(self, student: int) -> int | None:
        place = student // CLASS_SIZE
        return place if place < self.classes else None

    def given_to_class(self, classroom: int) -> list[int]:
        """The quizzes assigned to a class, in the order of their time."""
        first = len(QUIZZES_OF_THE_YEAR) + classroom * QUIZZES_OF_A_CLASS
        return list(dict.fromkeys((first + step) % self.quizzes for step in range(QUIZZES_OF_A_CLASS)))

    @property
    def given_to_the_year(self) -> list[int]:
        return [quiz for quiz in QUIZZES_OF_THE_YEAR if quiz < self.quizzes]

    def given_to(self, student: int) -> list[int]:
        place = self.class_of(student)
        of_class = [] if place is None else self.given_to_class(place)
        of_year = self.given_to_the_year if student < YEAR_SIZE else []
        return list(dict.fromkeys([*of_class, *of_year]))


@dataclass(frozen=True)
class Item:
    """How a question tells the strong from the weak."""

    discrimination: float
    difficulty: float

    def chance_of_right(self, ability: float) -> float:
        return 1 / (1 + exp(-self.discrimination * (ability - self.difficulty)))


@dataclass(frozen=True)
class Sitting:
    """One attempt. `answered` are the first so many of its questions; `number` counts the student's at the same quiz."""

    student: int
    quiz: int
    is_practice: bool
    starts: datetime
    answered: int
    number: int = 1
    is_finished: bool = True

    @property
    def how(self) -> Behaviour:
        return BEHAVIOURS["immediate" if self.is_practice else behaviour_of(self.quiz)]

    @property
    def answers(self) -> int:
        """How many answers it leaves: what is only saved is none yet."""
        return self.answered if self.is_finished or self.how.marks_each else 0


@dataclass(frozen=True)
class Reply:
    """What is given to a question: a place among its possible answers, of which the first is right.

    `tried`: what was given before, where there was a second try.
    """

    place: int
    certainty: Certainty | None = None
    tried: int | None = None


def behaviour_of(quiz: int) -> str:
    return BEHAVIOUR_OF_QUIZZES[quiz % len(BEHAVIOUR_OF_QUIZZES)]


def items(count: int, chance: Random) -> list[Item]:
    found = []
    for number in range(count):
        discrimination = min(chance.lognormvariate(0.1, 0.35), 2.5)
        is_miskeyed = number % WRONG_KEY_ONCE_IN == WRONG_KEY_ONCE_IN - 1
        found.append(Item(-discrimination if is_miskeyed else discrimination, chance.gauss(-0.4, 1)))
    return found


def abilities(count: int, chance: Random) -> list[float]:
    return [chance.gauss(0, 1) for _ in range(count)]


def sittings(scale: Scale, until: date, chance: Random) -> list[Sitting]:
    """All attempts in the order of their time, over two school years that end at `until`; they leave just the wanted
    number of answers. Students come one after the other: a longer history holds the same of its first students as a
    shorter one does, as long as each has the usual load in both.
    """
    found: list[Sitting] = []
    left = scale.answers
    for student in range(scale.students):
        is_last = student == scale.students - 1
        # Some never turn up, and some do half as much again as others; the last one does what is left.
        load = usual_load(student, left, scale) * chance.choice(
            (0.4, 0.7, 1, 1, 1.3, 1.6) if student % 29 else (0,)
        )
        least = left if is_last else 0
        own = within(sittings_that_leave(least, student, load, scale, until, chance), left)
        left -= sum(sitting.answers for sitting in own)
        found += own
        if not left:
            break
    return sorted(found, key=lambda sitting: (sitting.starts, sitting.student))


def usual_load(student: int, left: int, scale: Scale) -> float:
    """Answers of a student who does as much as most, where so many are left to this one and the next ones."""
    if scale.is_comparable and student < YEAR_SIZE:
        return USUAL_LOAD if student < CLASS_SIZE else LIGHT_LOAD
    return max(USUAL_LOAD, left / (scale.students - student))


def chance_of(sitting: Sitting, scale: Scale, chance: Random) -> Random:
    """Whence it comes what is given: in a history that is to be compared, not from what others gave before."""
    return Random(repr(sitting)) if scale.is_comparable else chance  # noqa: S311 - makes up answers, guards nothing


def within(own: Sequence[Sitting], most: int) -> list[Sitting]:
    """The first of them, the last one broken off, so that they leave no more answers than that."""
    kept: list[Sitting] = []
    for sitting in own:
        if sitting.answers <= most:
            kept.append(sitting)
            most -= sitting.answers
        elif most:
            kept.append(replace(sitting, answered=most))
            most = 0
    return kept


def sittings_that_leave(
    least: int, student: int, load: float, scale: Scale, until: date, chance: Random
) -> list[Sitting]:
    """A student's, so many that they leave that number of answers."""
    load = max(load, least)
    own = sittings_of(student, load, scale, until, chance)
    while sum(sitting.answers for sitting in own) < least:
        load += max(QUIZ_LENGTH, load / 4)
        own = sittings_of(student, load, scale, until, chance)
    return own


def sittings_of(student: int, load: float, scale: Scale, until: date, chance: Random) -> list[Sitting]:
    """A student's, in the order of their time, with about so many answers."""
    wanted = list(wished(student, scale, until, chance))
    chance.shuffle(wanted)
    total, found = 0, []
    while total + QUIZ_LENGTH / 2 < load:
        starts, quiz, is_practice = wanted.pop() if wanted else practice(scale, until, chance)
        length = scale.length(quiz)
        left_empty = chance.choice((0, 0, 0, 0, 0, 1, 2))
        sitting = Sitting(student, quiz, is_practice, starts, max(1, length - left_empty))
        found.append(sitting)
        total += sitting.answers
    return numbered(sorted(found, key=lambda sitting: sitting.starts), scale, chance)


def wished(student: int, scale: Scale, until: date, chance: Random) -> Iterator[tuple[datetime, int, bool]]:
    """What a student does of what is assigned: as a rule once, then again while there is time."""
    given = scale.given_to(student)
    weeks = 2 * SCHOOL_WEEKS
    for place, quiz in enumerate(given, start=1):
        week = place * weeks // (len(given) + 1)
        if chance.random() < 0.1:
            continue
        yield moment(week, until, chance), quiz, False
        while chance.random() < 0.25 and (week := week + 1) < weeks:
            yield moment(week, until, chance), quiz, False


def practice(scale: Scale, until: date, chance: Random) -> tuple[datetime, int, bool]:
    week = chance.randrange(2 * SCHOOL_WEEKS)
    return moment(week, until, chance), chance.randrange(scale.quizzes), True


def moment(week: int, until: date, chance: Random) -> datetime:
    """On a school day of that school week, the first being the earliest."""
    year, place = divmod(week, SCHOOL_WEEKS)
    weeks_back = (1 - year) * WEEKS_OF_A_YEAR + SCHOOL_WEEKS - place
    monday = until - timedelta(days=until.weekday(), weeks=weeks_back)
    day = monday + timedelta(days=chance.randrange(5))
    seconds = chance.randrange(8 * 3600, 18 * 3600)
    return datetime.combine(day, time(), UTC) + timedelta(seconds=seconds)


def numbered(own: Sequence[Sitting], scale: Scale, chance: Random) -> list[Sitting]:
    """Each with its number; of the last ones at a quiz, some are not finished."""
    counts: Counter[tuple[int, bool]] = Counter()
    total = Counter((sitting.quiz, sitting.is_practice) for sitting in own)
    found = []
    for sitting in own:
        key = (sitting.quiz, sitting.is_practice)
        counts[key] += 1
        sitting = replace(sitting, number=counts[key])
        if counts[key] == total[key] and chance.random() < 0.06 and scale.length(sitting.quiz) > 1:
            answered = chance.randrange(1, scale.length(sitting.quiz))
            sitting = replace(sitting, answered=answered, is_finished=False)
        found.append(sitting)
    return found


def ability_at(ability: float, sitting: Sitting, until: date) -> float:
    """It grows, over the years and with each time at the same quiz."""
    years_back = (until - sitting.starts.date()) / timedelta(days=365)
    return ability - 0.25 * years_back + 0.2 * (sitting.number - 1)


def reply(item: Item, possible: int, ability: float, how: Behaviour, chance: Random) -> Reply:
    """What somebody of that ability gives, of so many possible answers."""
    right = item.chance_of_right(ability)
    place = given(right, possible, chance)
    if how.has_tries and place:
        # A hint is worth something.
        return Reply(given((1 + right) / 2, possible, chance), tried=place)
    return Reply(place, certainty_at(right, chance) if how.asks_certainty else None)


def given(right: float, possible: int, chance: Random) -> int:
    """The first with that probability; of the others, each half as often as the one before."""
    if chance.random() < right or possible == 1:
        return 0
    place = 1
    while place < possible - 1 and chance.random() < 0.5:
        place += 1
    return place


def certainty_at(right: float, chance: Random) -> Certainty:
    """As most people are: surer than they have reason to be."""
    felt = right + 0.08 + chance.gauss(0, 0.15)
    if felt > behaviours.HIGH_PAYS_FROM:
        return Certainty.HIGH
    return Certainty.MID if felt > behaviours.MID_PAYS_FROM else Certainty.LOW
