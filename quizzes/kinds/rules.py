"""A setting that names one rule of several, such as how a partly right answer is marked."""

from collections.abc import Mapping
from typing import Any

from quizzes.kinds.folding import quoted
from quizzes.kinds.kind import Column


def rule_of(column: Column, settings: Mapping[str, Any]) -> str:
    return str(column.of(settings)).strip()


def rule_problems(column: Column, settings: Mapping[str, Any]) -> list[str]:
    rule, known = rule_of(column, settings), dict(column.choices)
    if rule in known:
        return []
    return [
        f"The setting “{column.label}” has the unknown value {quoted(rule)}. Choose {' or '.join(known)}."
    ]
