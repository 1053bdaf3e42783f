"""Table of contents of the desk. Django looks for admin classes here."""

from quizzes.articles import admin as articles
from quizzes.attempts import admin as attempts
from quizzes.bank import admin as bank
from quizzes.reports import admin as reports

__all__ = ["articles", "attempts", "bank", "reports"]
