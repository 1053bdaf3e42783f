"""Table of contents of the domain. Django looks for models here."""

from quizzes.articles.models import Article, Passage, Revision
from quizzes.articles.placements import Placement
from quizzes.attempts.models import Attempt
from quizzes.attempts.quiz import DrawRule, ExtraTime, FeedbackBand, Quiz
from quizzes.attempts.remarks import Remark
from quizzes.attempts.slot import Answer, Slot
from quizzes.bank.corrections import Correction
from quizzes.bank.models import Citation, DraftCitation, Option, Question, QuestionSet, QuestionVersion, Topic
from quizzes.bank.opinions import Opinion
from quizzes.bank.points import Point, Side, SidePassage
from quizzes.classrooms.assignment import Allowance, Assignment, Reminder
from quizzes.classrooms.models import Classroom, Membership, Teaching
from quizzes.flashcards.models import Card, Deck, Learner, Note, Review
from quizzes.progress.models import (
    CertaintyTally,
    GivenTally,
    MarkTally,
    OptionTally,
    QuestionTally,
    QuizStamp,
    TopicTally,
    TotalTally,
    VersionTally,
)
from quizzes.reports.models import Report

__all__ = [
    "Allowance",
    "Answer",
    "Article",
    "Assignment",
    "Attempt",
    "Card",
    "CertaintyTally",
    "Citation",
    "Classroom",
    "Correction",
    "Deck",
    "DraftCitation",
    "DrawRule",
    "ExtraTime",
    "FeedbackBand",
    "GivenTally",
    "Learner",
    "MarkTally",
    "Membership",
    "Note",
    "Opinion",
    "Option",
    "OptionTally",
    "Passage",
    "Placement",
    "Point",
    "Question",
    "QuestionSet",
    "QuestionTally",
    "QuestionVersion",
    "Quiz",
    "QuizStamp",
    "Remark",
    "Reminder",
    "Report",
    "Review",
    "Revision",
    "Side",
    "SidePassage",
    "Slot",
    "Teaching",
    "Topic",
    "TopicTally",
    "TotalTally",
    "VersionTally",
]
