"""How a class stands: who is in it today, and how well each of them and all together know each topic."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, Sum

from quizzes.attempts.models import Attempt
from quizzes.bank.models import Topic
from quizzes.bank.reading_order import reading_order
from quizzes.classrooms.models import Classroom, Membership
from quizzes.flashcards.models import Card
from quizzes.progress.classes.needs import Need, low, lowest, most_first
from quizzes.progress.classes.topics import known_topics
from quizzes.progress.models import QuestionTally
from quizzes.progress.students.mastery import Mastery, Weighed, day_of_weeks
from quizzes.progress.students.own_tallies import Did
from quizzes.progress.units import marks

LATELY = timedelta(days=14)
MOST = 10
"""So many students are named as in need of help, the others are counted."""
LOWEST = 3
"""So many are named where of nobody help is very likely needed."""


@dataclass(frozen=True)
class Standing:
    """The members by name, each with whether they `was_here_lately`; topics by their name.

    `known` has the students' ids and the topics', `whole` is that of all together.
    """

    members: Sequence[Membership]
    topics: Sequence[Topic]
    known: Mapping[int, Mapping[int, Mastery]]
    whole: Mapping[int, Mastery]
    since: datetime

    @cached_property
    def by_student(self) -> dict[int, Membership]:
        return {member.student_id: member for member in self.members}

    @cached_property
    def topic_names(self) -> dict[int, str]:
        return {topic.pk: topic.name for topic in self.topics}

    @cached_property
    def in_need(self) -> list[Need]:
        return low(self.known)

    @cached_property
    def lowest(self) -> list[Need]:
        return lowest(self.known)

    @property
    def most_in_need_first(self) -> list[Membership]:
        """All members; by name those of whom there is too little to tell."""
        places = {student: place for place, student in enumerate(most_first(self.known))}
        return sorted(self.members, key=lambda member: places.get(member.student_id, len(places)))

    @property
    def away(self) -> list[Membership]:
        """Those who did nothing lately, and did not join just now."""
        return [one for one in self.members if not one.was_here_lately and one.joined_at < self.since]


def standing_of(classroom: Classroom, at: datetime) -> Standing:
    """In three queries, however many students, topics and answers there are."""
    members = list(members_of(classroom, at - LATELY))
    weighed = known_topics(classroom.memberships.current().values("student"), day_of_weeks(at))
    whole = together(weighed)
    return Standing(
        members,
        sorted(Topic.objects.filter(pk__in=whole), key=lambda one: reading_order(one.name)) if whole else [],
        {student: {topic: one.mastery for topic, one in of.items()} for student, of in weighed.items()},
        {topic: one.mastery for topic, one in whole.items()},
        at - LATELY,
    )


def members_of(classroom: Classroom, since: datetime):
    """By name. Who answered was at an attempt then; cards are kept elsewhere."""
    attempts = Attempt.objects.filter(student=OuterRef("student"))
    cards = Card.objects.filter(student=OuterRef("student"), last_review__gte=since)
    was_here = Exists(attempts.filter(Q(started_at__gte=since) | Q(clock_at__gte=since))) | Exists(cards)
    return classroom.memberships.current().by_name().annotate(was_here_lately=was_here)


def together(weighed: Mapping[int, Mapping[int, Weighed]]) -> dict[int, Weighed]:
    """All students as one, by topic."""
    whole: dict[int, Weighed] = {}
    for of in weighed.values():
        for topic, one in of.items():
            whole[topic] = whole[topic] + one if topic in whole else one
    return whole


def did_of(classroom: Classroom) -> dict[int, Did]:
    """How the students who are in the class today answered each question, by its id; in one query."""
    students = classroom.memberships.current().values("student")
    rows = QuestionTally.objects.filter(student__in=students, answers__gt=0).values_list("question")
    sums = rows.annotate(count=Sum("answers"), earned=Sum("credit")).order_by()
    return {question: Did(count, marks(earned)) for question, count, earned in sums}
