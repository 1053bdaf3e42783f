"""What the bank shows beside each passage in the reader, and what a teacher can do with it there."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import context
from quizzes.articles.models import Passage, Revision
from quizzes.articles.reading import Action
from quizzes.bank.coverage import UNSEEN, Did, how_students_did
from quizzes.bank.models import Citation, DraftCitation, Question, Quotation
from quizzes.bank.resting import resting_on

STATES_IN_ORDER = (Question.State.PUBLISHED, Question.State.DRAFT, Question.State.RETIRED)


@dataclass(frozen=True)
class Entry:
    """A question on a passage, how it bears on it, and how students did."""

    question: Question
    stance: str
    did: Did | None

    @property
    def bearing(self) -> str:
        """Only where the passage does not decide the answer."""
        return "" if self.stance == Quotation.Stance.SUPPORTS else Quotation.Stance(self.stance).label


def may_author(request: HttpRequest) -> bool:
    return context.site(request)["may_author"]


def beside(request: HttpRequest, revision: Revision) -> dict[int, SafeString]:
    """The questions on each passage for teachers, how many they are for people who may take them."""
    if may_author(request):
        return listed(revision)
    return counted(revision) if request.user.is_authenticated else {}


def ask_about(request: HttpRequest) -> Action | None:
    if not may_author(request):
        return None
    return Action("Ask about this", "Ask about the selected words", reverse("admin:quizzes_question_add"))


def counted(revision: Revision) -> dict[int, SafeString]:
    resting = resting_on(revision, Citation.objects.asked_now())
    counts = {passage.pk: len({row.version_id for row in rows}) for passage, rows in resting.items()}
    return {
        passage: format_html("<p>{} question{}</p>", count, "s" if count > 1 else "")
        for passage, count in counts.items()
    }


def listed(revision: Revision) -> dict[int, SafeString]:
    found = questions_on(revision)
    did = how_students_did(question.current_id for stances in found.values() for question in stances)
    return {
        passage.pk: render_to_string(
            "bank/_margin.html", {"passage": passage, "entries": entries(stances, did)}
        )
        for passage, stances in found.items()
    }


def entries(stances: Mapping[Question, str], did: Mapping[int, Did]) -> list[Entry]:
    """Those that are asked first."""
    found = [Entry(question, stance, did.get(question.current_id)) for question, stance in stances.items()]
    return sorted(found, key=lambda entry: (STATES_IN_ORDER.index(entry.question.state), entry.question.pk))


def questions_on(revision: Revision) -> dict[Passage, dict[Question, str]]:
    """Each passage's questions with their stance: published ones as they are asked, the others as they are written."""
    asked = Citation.objects.asked_now().select_related("version__question").defer(*UNSEEN)
    written = DraftCitation.objects.exclude(question__state=Question.State.PUBLISHED)
    found: dict[Passage, dict[Question, str]] = defaultdict(dict)
    for passage, rows in resting_on(revision, asked).items():
        found[passage] |= strongest((row.version.question, row.stance) for row in rows)
    for passage, rows in resting_on(revision, written.select_related("question")).items():
        found[passage] |= strongest((row.question, row.stance) for row in rows)
    return found


def strongest(stances: Iterable[tuple[Question, str]]) -> dict[Question, str]:
    """One stance a question: its support, if any of its citations supports."""
    found: dict[Question, str] = {}
    for question, stance in stances:
        if stance == Quotation.Stance.SUPPORTS or question not in found:
            found[question] = stance
    return found
