"""How figures are put into words: one way for every page, whoever reads it."""

from quizzes.progress.charts.scales import told_share

NEWER_WEIGH_MORE = "Newer answers weigh more: after four weeks, half as much."
"""Belongs wherever a share by mastery.py stands beside a count of answers, for it is not simply of so many."""
LITTLE = 0.01
"""What is less than this is no whole percent, and must not be told as nothing."""


def counted(count: int, noun: str) -> str:
    """As in "1 card" and "1,200 cards"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def earned(share: float, answers: int) -> str:
    """As in "62 %, 14 answers"."""
    return f"{told_share(share)}, {counted(answers, 'answer')}"


def lost(credit: float, answers: int) -> str:
    """As in "60 % of the credit lost in 5 answers". Of credit, for what marks it cost is another figure."""
    share = credit / answers
    part = "under 1\N{NO-BREAK SPACE}%" if 0 < share < LITTLE else told_share(share)
    return f"{part} of the credit lost in {counted(answers, 'answer')}"
