"""What can be searched: which columns stand on which shelf, and what each text belongs to.

A student finds questions by what stands on the shelf of faces alone. The texts of the desk, from which one could
tell a key, have a shelf of their own, so that neither what is found nor its order can depend on them.
"""

from dataclasses import dataclass

from django.db import models

from quizzes.articles.models import Passage
from quizzes.bank.models import DraftCitation, Option, Question, QuestionVersion
from quizzes.bank.points import Point, Side

PREFIX = "quizzes_search_"
# Room for so many texts of one shelf in the number of an index row.
STRIDE = 32


@dataclass(frozen=True)
class Text:
    """A column with words, or a key of a JSON column; `owner` is the column that names what is found by it.

    Its number on its shelf is stored in the index: new texts get new numbers, below STRIDE.
    """

    number: int
    model: type[models.Model]
    column: str
    key: str = ""
    owner: str = "id"

    @property
    def table(self) -> str:
        return self.model._meta.db_table


@dataclass(frozen=True)
class Shelf:
    name: str
    texts: tuple[Text, ...]

    @property
    def table(self) -> str:
        return PREFIX + self.name

    @property
    def has_one_text_each(self) -> bool:
        return len(self.texts) == 1


PASSAGES = Shelf("passages", (Text(1, Passage, "text"),))
FACES = Shelf("faces", (Text(1, QuestionVersion, "face", key="stem"),))
POINTS = Shelf(
    "points",
    (
        Text(1, Point, "question"),
        Text(2, Point, "careful"),
        Text(3, Point, "settled_by"),
        Text(4, Side, "says", owner="point_id"),
    ),
)
QUESTIONS = Shelf(
    "questions",
    (
        Text(1, Question, "stem"),
        Text(2, Question, "explanation"),
        Text(3, Question, "hints"),
        Text(4, Question, "settings", key="text"),
        Text(5, Question, "settings", key="feedback_true"),
        Text(6, Question, "settings", key="feedback_false"),
        Text(7, Option, "text", owner="question_id"),
        Text(8, Option, "feedback", owner="question_id"),
        Text(9, Option, "details", key="match", owner="question_id"),
        Text(10, DraftCitation, "quote", owner="question_id"),
    ),
)
SHELVES = (PASSAGES, FACES, POINTS, QUESTIONS)
