"""Table of contents of the domain. Django looks for models here."""

from quizzes.articles.models import Article, Passage, Revision
from quizzes.attempts.models import Attempt
from quizzes.attempts.quiz import DrawRule, ExtraTime, FeedbackBand, Quiz
from quizzes.attempts.slot import Answer, Slot
from quizzes.bank.models import Citation, DraftCitation, Option, Question, QuestionSet, QuestionVersion, Topic

__all__ = [
    "Answer",
    "Article",
    "Attempt",
    "Citation",
    "DraftCitation",
    "DrawRule",
    "ExtraTime",
    "FeedbackBand",
    "Option",
    "Passage",
    "Question",
    "QuestionSet",
    "QuestionVersion",
    "Quiz",
    "Revision",
    "Slot",
    "Topic",
]
