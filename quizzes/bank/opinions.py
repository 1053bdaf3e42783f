"""What other teachers think of a question before it is published. An approval is of one text, and of no other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from core.models import Immutable, ImmutableQuerySet, User
from core.turns import write_in_turn
from quizzes.bank.drafted import digest_of
from quizzes.bank.models import Question, QuestionSet


class OpinionQuerySet(ImmutableQuerySet):
    def in_order(self) -> "OpinionQuerySet":
        return self.order_by("at", "pk").select_related("by")

    def deciding(self) -> "OpinionQuerySet":
        """All but remarks, which change nothing."""
        return self.exclude(verdict=Opinion.Verdict.REMARKS)


class Opinion(Immutable):
    """What one teacher said of the text a question's draft had then."""

    class Verdict(models.TextChoices):
        ASKS = "asks", "asks for a review"
        REMARKS = "remarks", "remarks"
        APPROVES = "approves", "approves"
        WANTS_CHANGES = "wants_changes", "asks for changes"

    question = models.ForeignKey(Question, models.CASCADE, related_name="opinions")
    about = models.CharField(max_length=64, help_text="The digest of the draft that was read.")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    verdict = models.CharField(max_length=15, choices=Verdict)
    comment = models.TextField(blank=True)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["question", "at"], name="opinions_in_order")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(comment="") | Q(verdict__in=["asks", "approves"]),
                name="an_opinion_says_something",
            )
        ]

    def __str__(self) -> str:
        return f"{self.by or 'Somebody'} {self.get_verdict_display()}"


DECIDES = (Opinion.Verdict.APPROVES, Opinion.Verdict.WANTS_CHANGES)


@dataclass(frozen=True)
class Changed:
    """The draft says something else than what was read."""


@dataclass(frozen=True)
class NotYours:
    """Whoever wrote a text last is not the second person to look at it."""


def give(
    question: Question, *, about: str, by: User, verdict: str, comment: str, at: datetime
) -> Opinion | Changed | NotYours:
    """Keep an opinion. Said twice by the same person, as by a double click, it is kept once."""
    with write_in_turn():
        question = Question.objects.select_for_update().get(pk=question.pk)
        if digest_of(question) != about:
            return Changed()
        if verdict in DECIDES and by.pk == question.edited_by_id:
            return NotYours()
        last = question.opinions.filter(by=by).in_order().last()
        if last and (last.about, last.verdict, last.comment) == (about, verdict, comment):
            return last
        return question.opinions.create(about=about, by=by, verdict=verdict, comment=comment, at=at)


class Review:
    """Where a question stands with the other teachers: what they said, and of which text."""

    def __init__(self, question: Question, opinions: Iterable[Opinion] | None = None) -> None:
        self.question = question
        self.opinions = list(question.opinions.in_order() if opinions is None else opinions)

    @cached_property
    def digest(self) -> str:
        return digest_of(self.question)

    @cached_property
    def standing(self) -> dict[int | None, Opinion]:
        """The last decision of each other teacher about just this text."""
        return {
            opinion.by_id: opinion
            for opinion in self.opinions
            if opinion.verdict in DECIDES
            and opinion.about == self.digest
            and opinion.by_id not in (None, self.question.edited_by_id)
        }

    @property
    def approving(self) -> list[Opinion]:
        return [one for one in self.standing.values() if one.verdict == Opinion.Verdict.APPROVES]

    @property
    def objecting(self) -> list[Opinion]:
        return [one for one in self.standing.values() if one.verdict == Opinion.Verdict.WANTS_CHANGES]

    @property
    def is_approved(self) -> bool:
        return bool(self.approving) and not self.objecting

    @property
    def earlier(self) -> list[Opinion]:
        """Approvals of a text that was changed since."""
        return [
            one
            for one in self.opinions
            if one.verdict == Opinion.Verdict.APPROVES and one.about != self.digest
        ]

    @property
    def wishes(self) -> list[Opinion]:
        """Changes asked for of a text that was changed since."""
        return [
            one
            for one in self.opinions
            if one.verdict == Opinion.Verdict.WANTS_CHANGES and one.about != self.digest
        ]

    @property
    def is_waiting(self) -> bool:
        """Whether a review was asked for, and nobody has decided since."""
        decided = [one for one in self.opinions if one.verdict != Opinion.Verdict.REMARKS]
        return bool(decided) and decided[-1].verdict == Opinion.Verdict.ASKS

    @property
    def sentence(self) -> str:
        """Where it stands, with the names of those it stands with."""
        if self.objecting:
            return f"{names(self.objecting)} asked for changes to this text."
        if self.approving:
            return f"{names(self.approving)} approved this text."
        if self.is_waiting:
            return f"{self.before}Waiting for review."
        if self.before:
            return f"{self.before}Nobody has reviewed it since."
        return "Nobody has reviewed this text yet."

    @property
    def before(self) -> str:
        if self.earlier:
            return f"{names(self.earlier)} approved an earlier text; it was changed since. "
        return f"{names(self.wishes)} asked for changes, and the text was changed. " if self.wishes else ""


def names(opinions: Iterable[Opinion]) -> str:
    told = list(dict.fromkeys(one.by.get_username() if one.by else "somebody" for one in opinions))
    return " and ".join(filter(None, [", ".join(told[:-1]), *told[-1:]]))


def lacks_approval(question: Question, within: QuestionSet | None = None) -> str:
    """Why a reviewed set, its own or the one it is to go to, does not publish it yet; empty where nothing is in the way."""
    question_set = within or question.question_set
    if not question_set.is_reviewed:
        return ""
    review = Review(question)
    if review.is_approved:
        return ""
    return (
        f"Review: {review.sentence} In the set “{question_set}” a question is published only once a second teacher "
        "approved its text. Open “Review” and ask for one."
    )


def last_decision() -> Subquery:
    """The last verdict that was no remark, as a column of questions."""
    deciding = Opinion.objects.deciding().filter(question=OuterRef("pk")).order_by("-at", "-pk")
    return Subquery(deciding.values("verdict")[:1])
