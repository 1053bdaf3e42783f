"""One question as teachers read it: its figures version by version, who chose what, and what was given."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from quizzes.attempts.key_subject import Subject
from quizzes.attempts.quiz import Quiz
from quizzes.bank.models import Citation, Question, QuestionVersion
from quizzes.progress import charts
from quizzes.progress.items import cells, kept, thirds
from quizzes.progress.items.analysis import Analysis, Cell, analysis, mean_of
from quizzes.progress.items.answers import Answers
from quizzes.progress.items.asked_versions import AskedVersion, with_keys
from quizzes.progress.items.cells import Marks
from quizzes.progress.items.outcomes import Outcome, points_of
from quizzes.progress.items.selections import Selection
from quizzes.progress.items.sides import Sides, sides
from quizzes.progress.items.thirds import Standing
from quizzes.progress.items.verdicts import Told, Verdict, item_told, number, percent, verdict_on
from quizzes.progress.models import VersionTally
from quizzes.progress.statistics import ItemFigures, figures_of
from quizzes.progress.units import marks


@dataclass(frozen=True)
class VersionRow:
    """How a version did in one quiz."""

    version: QuestionVersion
    quiz: Quiz
    figures: ItemFigures
    verdict: Verdict

    @property
    def told(self) -> list[str]:
        one = self.figures
        figures = (one.facility_index, one.discrimination_index, one.discriminative_efficiency)
        facility, index, efficiency = map(percent, figures)
        return [str(one.attempts), facility, number(one.sd), index, efficiency]


@dataclass(frozen=True)
class Answered:
    """How all answers to a version went, in attempts that have not ended and in repetitions too."""

    version: QuestionVersion
    answers: int
    mean: float

    @property
    def told(self) -> str:
        return f"{100 * self.mean:.0f}\u00a0%"


@dataclass(frozen=True)
class QuestionReport:
    """`outcomes`: by quiz and version how it went there; only that quiz's where one is looked at."""

    question: Question
    subject: Subject
    selection: Selection
    quizzes: Mapping[int, Quiz]
    outcomes: Mapping[int, Mapping[int, Outcome]]

    @cached_property
    def versions(self) -> dict[int, AskedVersion]:
        return with_keys(self.subject.versions, self.subject.standing)

    @cached_property
    def rows(self) -> list[VersionRow]:
        """The newest version first, and of each the quiz that asked it most."""
        found = [
            self.row(self.quizzes[quiz], self.versions[version], outcome)
            for quiz, by_version in self.outcomes.items()
            for version, outcome in by_version.items()
        ]
        return sorted(found, key=lambda row: (-row.version.number, -row.figures.attempts, row.quiz.pk))

    def row(self, quiz: Quiz, asked: AskedVersion, outcome: Outcome) -> VersionRow:
        (figures,) = figures_of([outcome.points], [outcome.spread])
        seen = asked.seen(outcome.sides, quiz.how)
        return VersionRow(asked.version, quiz, figures, verdict_on(figures, seen))

    @cached_property
    def answered(self) -> list[Answered]:
        tallies = VersionTally.objects.filter(version__in=self.versions, answers__gt=0)
        return [
            Answered(
                self.versions[tally.version_id].version, tally.answers, marks(tally.credit) / tally.answers
            )
            for tally in tallies.order_by("-version__number")
        ]

    @cached_property
    def charts(self) -> list[charts.Thirds]:
        """One for the versions that offer the same options."""
        return list(charts_of(self.versions, self.outcomes.values()))

    @cached_property
    def passages(self) -> list[Citation]:
        """What the version that is asked now rests on, or was last."""
        citations = Citation.objects.filter(version=self.subject.version)
        return list(citations.with_sources().order_by("position", "pk"))

    @property
    def is_typed(self) -> bool:
        """Whether answers are written rather than chosen, so that the same may be written in many ways."""
        return not self.versions[self.subject.version.pk].options

    @property
    def answers(self) -> Answers:
        return Answers(self.subject, self.subject.given)


def over_all_quizzes(question: Question, subject: Subject, selection: Selection) -> QuestionReport:
    quizzes = {quiz.pk: quiz for quiz in cells.asking(subject.versions)}
    return QuestionReport(
        question, subject, selection, quizzes, kept.outcomes_of(question, quizzes.values(), selection)
    )


def in_quiz(
    question: Question, subject: Subject, selection: Selection, quiz: Quiz
) -> tuple[QuestionReport, list[Told]]:
    """Beside the report all figures of the question, for which the other questions are needed."""
    whole, outcomes = kept.question_in(question, quiz, selection)
    report = QuestionReport(question, subject, selection, {quiz.pk: quiz}, {quiz.pk: outcomes})
    # What is kept of the whole may be a moment younger or older than what was just read.
    if not outcomes or question.pk not in whole.sides:
        return report, []
    asked, best = report.versions[subject.version.pk], points_of(outcomes.values())
    return report, figures_told(asked, best, whole.analysis, whole.sides[question.pk], quiz)


def in_class(asked: AskedVersion, own: Sequence[Cell], whole: Marks, quiz: Quiz) -> list[Told]:
    """Of the question that `asked` is a version of, whatever version was asked: nothing where none was."""
    if not own:
        return []
    best = mean_of((cell.points, cell.count) for cell in own)
    found = analysis(whole.cells, whole.wholes)
    return figures_told(asked, best, found, sides(own, Standing.of(whole.wholes)), quiz)


def figures_told(asked: AskedVersion, best: float, whole: Analysis, sides: Sides, quiz: Quiz) -> list[Told]:
    """`best`: the best mark that can be had at it."""
    return item_told(whole.items[asked.version.question_id], best, asked.seen(sides, quiz.how))


def charts_of(
    versions: Mapping[int, AskedVersion], quizzes: Iterable[Mapping[int, Outcome]]
) -> Iterable[charts.Thirds]:
    """Who chose what, in all these quizzes together: in each, the thirds are those of its own attempts."""
    asked, choosers = together(quizzes)
    for place, group in enumerate(alike(versions, asked), start=1):
        first = group[0]
        among = sum_of(asked[one.version.pk] for one in group)
        if first.options and any(among):
            names = [one.version.number for one in group]
            counts = {
                option: sum_of(choosers[one.version.pk].get(option, thirds.NONE) for one in group)
                for option in (*first.options, "")
            }
            yield chart(f"options-{place}", titled(names), first, counts, among)


def together(
    quizzes: Iterable[Mapping[int, Outcome]],
) -> tuple[dict[int, thirds.Thirds], dict[int, dict[str, thirds.Thirds]]]:
    """By version how many of each third were asked, and by option how many chose it."""
    asked: dict[int, thirds.Thirds] = {}
    choosers: dict[int, dict[str, thirds.Thirds]] = {}
    for by_version in quizzes:
        for version, outcome in by_version.items():
            asked[version] = asked.get(version, thirds.NONE).plus(outcome.asked)
            known = choosers.setdefault(version, {})
            for option, those in outcome.choosers.items():
                known[option] = known.get(option, thirds.NONE).plus(those)
    return asked, choosers


def alike(versions: Mapping[int, AskedVersion], asked: Iterable[int]) -> list[list[AskedVersion]]:
    """Those with the same options in the same words stand together; the newest version first."""
    groups: list[list[AskedVersion]] = []
    found = sorted((versions[version] for version in asked), key=lambda one: -one.version.number)
    for one in found:
        same = next((group for group in groups if group[0].options == one.options), None)
        if same:
            same.append(one)
        else:
            groups.append([one])
    return groups


def sum_of(parts: Iterable[thirds.Thirds]) -> thirds.Thirds:
    found = thirds.NONE
    for part in parts:
        found = found.plus(part)
    return found


def chart(
    name: str,
    title: str,
    asked: AskedVersion,
    counts: Mapping[str, thirds.Thirds],
    among: thirds.Thirds,
) -> charts.Thirds:
    shares = {option: those.of(among) for option, those in counts.items()}
    labels = asked.options | ({"": "No answer"} if any(counts[""]) else {})
    rows = [row(label, shares[option], is_right=option in asked.rights) for option, label in labels.items()]
    return charts.Thirds(name, title, reading_of(rows), rows)


def row(label: str, share: thirds.Thirds, *, is_right: bool) -> charts.ThirdsRow:
    told = tuple(f"{100 * part:.0f}\u00a0%" for part in share)
    return charts.ThirdsRow(label, is_right, *share, told)


def titled(numbers: Sequence[int]) -> str:
    told = ", ".join(map(str, numbers))
    return f"Who chose what, version{'s' * (len(numbers) > 1)} {told}"


def reading_of(rows: Sequence[charts.ThirdsRow]) -> str:
    """The first thing to be seen: a right option that the weakest prefer, a wrong one that the strongest do, or which option
    divides strongest from weakest most."""
    right = [one for one in rows if one.is_right]
    if not right:
        return f"{chosen_by(max(rows, key=divides))} No option counts as right."
    if (least := min(right, key=gain)).strongest < least.weakest:
        return f"The weakest chose “{least.label}”, which is right, more often than the strongest: look at the key."
    wrong = [one for one in rows if not one.is_right and one.strongest > one.weakest]
    best, most = (max(some, key=lambda one: one.strongest, default=None) for some in (right, wrong))
    if most and most.strongest > best.strongest:
        return f"The strongest chose “{most.label}” more often than “{best.label}”, which is right: look at the key."
    return chosen_by(max(right, key=divides))


def gain(row: charts.ThirdsRow) -> float:
    """How much more of the strongest than of the weakest chose it."""
    return row.strongest - row.weakest


def divides(row: charts.ThirdsRow) -> float:
    return abs(gain(row))


def chosen_by(row: charts.ThirdsRow) -> str:
    which = f"“{row.label}”, which is right," if row.is_right else f"“{row.label}”"
    return f"{which} was chosen by {row.told[0]} of the strongest third and {row.told[2]} of the weakest."
