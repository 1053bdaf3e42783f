"""A card as its pages show it: the front, and once it is turned the back with its evidence."""

from collections.abc import Sequence

from django.db.models import F
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core.templatetags.writing import markdown
from quizzes.articles.models import Passage
from quizzes.articles.placements import Placement
from quizzes.articles.placing import State
from quizzes.articles.quoting import Piece, cut
from quizzes.attempts import disclosure
from quizzes.attempts.asked import Asked
from quizzes.attempts.slot import Answer
from quizzes.attempts.verdicts import SIGNS, result_of, verdict_of
from quizzes.bank import serving
from quizzes.flashcards import gaps
from quizzes.flashcards.comparing import Stretch, difference, nearest
from quizzes.flashcards.models import Card
from quizzes.flashcards.scheduling import Rating
from quizzes.kinds.kind import Unreadable

EVERYTHING = disclosure.disclosed(disclosure.EVERYTHING, disclosure.Phase.DURING)


class QuestionCard(Asked):
    """A card of a question, as it is asked today. What was answered on the front is marked on the back, not kept."""

    disclosed = EVERYTHING

    def __init__(self, card: Card) -> None:
        self.card, self.version_id = card, card.question.current_id
        self.given_answer: Answer | None = None
        self.unread, self.typed_text = "", ""
        # The card's own query brought the face along.
        version = card.question.current
        serving.faces.keep({version.pk: serving.Face(version.kind, version.face)})
        self.option_order = self.task.order(self.served.content, card.chance())

    @property
    def points(self) -> float:
        return self.evidence.points

    def answer(self, typed: Sequence[str]) -> None:
        """Mark it, if it is one; what cannot be read is no wrong answer, and stays with the sentence that says why."""
        if not any(typed):
            return
        given = self.read(typed)
        if isinstance(given, Unreadable):
            # Of several fields, the values are none that a student wrote as they stand.
            self.unread, self.typed_text = given.sentence, typed[0] if len(typed) == 1 else ""
            return
        grade = self.task.grade(self.evidence.key, given)
        self.given_answer = Answer(given=given, credit=grade.credit, fraction=grade.credit)

    @property
    def outcome(self) -> dict:
        told = super().outcome
        return told | {"given_text": self.typed_text} if self.typed_text else told

    @property
    def is_orphaned(self) -> bool:
        """Whether words that prove it stand no longer in their source as it reads today."""
        if not any(source.has_since_changed for source in self.evidence.sources):
            return False
        today = F("passage__revision__article__current")
        cited = Placement.objects.filter(passage__citations__version=self.version_id, revision=today)
        return cited.filter(state=State.ORPHANED.value).exists()

    @property
    def suggested(self) -> Rating | None:
        """What the answer on the front speaks for; the student decides."""
        if self.given_answer is None:
            return None
        return Rating.Good if self.given_answer.credit == 1 else Rating.Again

    @property
    def difference(self) -> list[Stretch]:
        """Letter by letter, where an answer was written and was not right."""
        given = self.given_answer
        if given is None or given.credit == 1:
            return []
        written = self.task.written(self.served.content, self.evidence.key, given.given)
        # What was written in each of several gaps stands beside what belongs there.
        if written is None or written.gap:
            return []
        return difference(written.words, nearest(written.words, written.rights))


# Stands for the gap until Markdown is done: asterisks beside letters or brackets would show.
GAP = "\ue000"


class NoteCard:
    """A card of a student's own note."""

    def __init__(self, card: Card) -> None:
        self.card, self.note, self.gap = card, card.note, card.gap
        self.typed = ""

    @property
    def front(self) -> SafeString:
        """The gap that is asked left open, and the others filled."""
        return self.text("[ … ]")

    @property
    def back(self) -> SafeString:
        filled = self.text(self.wanted) if self.gap else SafeString()
        return filled + markdown(self.note.back)

    def text(self, filling: str) -> SafeString:
        whole = "".join(
            GAP if part.gap and part.gap == self.gap else part.text.replace(GAP, "")
            for part in gaps.parts(self.note.front)
        )
        return mark_safe(markdown(whole).replace(GAP, format_html("<strong>{}</strong>", filling)))  # noqa: S308

    @property
    def wanted(self) -> str:
        """The words of the gap; nothing for a card that has a front and a back."""
        return gaps.answer_to(self.note.front, self.gap) if self.gap else ""

    def answer(self, typed: Sequence[str]) -> None:
        self.typed = typed[0].strip() if typed else ""

    @property
    def credit(self) -> float | None:
        """None where nothing was typed, or nothing is asked for."""
        if not (self.typed and self.wanted):
            return None
        return float(all(stretch.sign == "same" for stretch in difference(self.typed, self.wanted)))

    @property
    def given_answer(self) -> Answer | None:
        """As a question's card has it, so that both get their verdict alike."""
        return None if self.credit is None else Answer(given=self.typed, credit=self.credit)

    @property
    def result(self) -> str:
        return result_of(self.credit)

    @property
    def sign(self) -> str:
        return SIGNS[self.result]

    @property
    def verdict(self) -> str:
        return verdict_of(self.credit)

    @property
    def difference(self) -> list[Stretch]:
        """Letter by letter, where it was not right."""
        return difference(self.typed, self.wanted) if self.credit == 0 else []

    @property
    def suggested(self) -> Rating | None:
        if self.credit is None:
            return None
        return Rating.Good if self.credit else Rating.Again

    @property
    def is_orphaned(self) -> bool:
        """Whether the words it was made from stand no longer in their source as it reads today."""
        passage = self.note.passage
        if passage is None or passage.revision.article.current_id == passage.revision_id:
            return False
        today = Passage.objects.filter(revision=passage.revision.article.current_id)
        return not any(one.find(self.note.quote) for one in today)

    @property
    def pieces(self) -> list[Piece]:
        return cut(self.note.passage.text, [self.note.span]) if self.note.passage else []


def shown(card: Card) -> QuestionCard | NoteCard:
    return QuestionCard(card) if card.question_id else NoteCard(card)
