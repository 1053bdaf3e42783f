"""The item analysis of a quiz as teachers read it: over everybody, or over a class's own attempts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from quizzes.attempts.quiz import Quiz
from quizzes.bank.corrections import Correction
from quizzes.bank.models import Question, QuestionVersion
from quizzes.classrooms.models import Classroom
from quizzes.progress.charts import Column, Columns
from quizzes.progress.charts.scales import told_share
from quizzes.progress.items import class_cells, kept
from quizzes.progress.items.analysis import Analysis, analysis
from quizzes.progress.items.asked_versions import AskedVersion, newest, with_keys
from quizzes.progress.items.distributions import BINS, HEAD, named, wholly
from quizzes.progress.items.quiz_verdicts import quiz_told
from quizzes.progress.items.selections import Selection
from quizzes.progress.items.sides import Sides, by_question
from quizzes.progress.items.thirds import Standing
from quizzes.progress.items.verdicts import Severity, Told, Verdict, number, percent, verdict_on
from quizzes.progress.statistics import ItemFigures


@dataclass(frozen=True)
class ItemRow:
    """A question with its figures; `position` is its place in the order of the sets."""

    question: Question
    position: int
    figures: ItemFigures
    guess: float | None
    verdict: Verdict
    url: str

    @property
    def told(self) -> list[str]:
        """The figures in the order of `HEADS`."""
        one = self.figures
        return [
            str(one.attempts),
            percent(one.facility_index),
            number(one.sd),
            percent(None if self.guess is None else 100 * self.guess),
            percent(one.intended_weight),
            percent(one.effective_weight),
            percent(one.discrimination_index),
            percent(one.discriminative_efficiency),
        ]


HEADS = (
    "Attempts",
    "Facility index",
    "Standard deviation",
    "Random guess score",
    "Intended weight",
    "Effective weight",
    "Discrimination index",
    "Discriminative efficiency",
)


@dataclass(frozen=True)
class Report:
    """All that is told of one quiz by one selection of its attempts. Of a class's own where there is one."""

    quiz: Quiz
    selection: Selection
    analysis: Analysis
    sides: Mapping[int, Sides]
    classroom: Classroom | None = None

    @property
    def attempts(self) -> int:
        return self.analysis.whole.attempts

    @cached_property
    def rows(self) -> list[ItemRow]:
        """In the order of the sets and their questions."""
        found = newest(QuestionVersion.objects.filter(pk__in=self.analysis.versions))
        standing = Correction.objects.filter(question__in=found).standing()
        asked = with_keys(found.values(), standing)
        questions = Question.objects.filter(pk__in=found).select_related("question_set")
        return [
            self.row(question, position, asked[found[question.pk].pk])
            for position, question in enumerate(questions.order_by(*IN_ORDER), start=1)
        ]

    def row(self, question: Question, position: int, asked: AskedVersion) -> ItemRow:
        figures, seen = self.analysis.items[question.pk], asked.seen(self.sides[question.pk], self.quiz.how)
        url = self.question_url(question.pk)
        return ItemRow(question, position, figures, seen.guess, verdict_on(figures, seen), url)

    def question_url(self, question_id: int) -> str:
        if self.classroom:
            own = reverse("progress:classroom_quiz", args=[self.classroom.pk, self.quiz.pk])
            return f"{own}?attempts={self.selection.value}&question={question_id}"
        page = reverse("progress:question", args=[question_id])
        return f"{page}?quiz={self.quiz.pk}&attempts={self.selection.value}"

    @property
    def worst_first(self) -> list[ItemRow]:
        """What needs an act, then a look; of such, those that tell strong from weak least."""
        return sorted(self.rows, key=lambda row: (-row.verdict.severity, discrimination(row)))

    @property
    def to_act_on(self) -> int:
        return sum(row.verdict.severity is Severity.ACT for row in self.rows)

    @property
    def to_look_at(self) -> int:
        return sum(row.verdict.severity is Severity.LOOK for row in self.rows)

    @property
    def told(self) -> list[Told]:
        found = self.analysis
        return quiz_told(
            found.whole,
            found.points,
            asks_all_the_same=found.asks_all_the_same,
            asks_certainty=self.quiz.how.asks_certainty,
        )

    @property
    def distribution(self) -> Columns:
        return Columns(
            id="marks",
            title="Distribution of marks",
            reading=reading_of(self.analysis, asks_certainty=self.quiz.how.asks_certainty),
            label_of_columns=HEAD,
            columns=columns(self.analysis.bins),
        )


IN_ORDER = ("question_set__position", "question_set_id", "position", "pk")


def discrimination(row: ItemRow) -> float:
    index = row.figures.discrimination_index
    return float("inf") if index is None else index


def columns(bins: Sequence[int]) -> list[Column]:
    return [
        Column(named(place), count, f"{count} attempt{'s' * (count != 1)}")
        for place, count in enumerate(bins)
    ]


def reading_of(found: Analysis, *, asks_certainty: bool) -> str:
    """One sentence on how the marks lie. Half of the best mark says nothing where the least is far below nothing."""
    if not found.whole.attempts or not found.points:
        return "No attempt has a mark yet."
    if found.whole.attempts == 1:
        return f"One attempt so far: it earned {told_share(found.whole.mean / found.points)}."
    told = f"Half of the {found.whole.attempts} attempts earned {wholly(100 * found.whole.median / found.points)} or more"
    if asks_certainty:
        below = found.below_nothing
        return f"{told}; {below or 'none'} ended below 0{', which is drawn as 0' if below else ''}."
    low = sum(found.bins[: BINS // 2])
    return f"{told}; {low or 'none'} earned less than half of the marks."


def of_everybody(quiz: Quiz, selection: Selection) -> Report:
    found = kept.analysis_of(quiz, selection)
    return Report(quiz, selection, found.analysis, found.sides)


def of_class(classroom: Classroom, quiz: Quiz, selection: Selection) -> Report:
    runs: Iterable[class_cells.Run] = class_cells.runs(classroom, quiz, selection)
    marks = class_cells.of_class(runs, quiz)
    sides = by_question(marks.cells, Standing.of(marks.wholes))
    return Report(quiz, selection, analysis(marks.cells, marks.wholes), sides, classroom)
