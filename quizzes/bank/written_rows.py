"""The fields of a form as they were sent, before Django reads them: rows are added, and rows that are gone are new."""

from collections.abc import Collection

from django.http import QueryDict

from quizzes import kinds
from quizzes.bank.chosen import Chosen, is_number
from quizzes.bank.fields import SETTING
from quizzes.bank.forms import OWN_COLUMNS
from quizzes.kinds.kind import Column, Kind

CITATIONS = "draft_citations"
OPTIONS = "options"
KIND_BEFORE = "kind_before"
NOT_WRITTEN = ("csrfmiddlewaretoken", "question_set", "kind")


def count_of(sent: QueryDict, prefix: str, name: str = "TOTAL") -> int:
    """How many rows it says there are; none where it says no number."""
    number = sent.get(f"{prefix}-{name}_FORMS", "")
    return int(number) if number.isdecimal() and len(number) < 5 else 0


def written_so_far(sent: QueryDict) -> list[tuple[str, str]]:
    """Names and values of the form, but for the buttons and what the choice of a kind asks itself. The kind it was
    written for comes along by another name."""
    found = [(KIND_BEFORE, sent["kind"])] if sent.get("kind") in kinds.KINDS else []
    names = [name for name in sent if name not in NOT_WRITTEN and not name.startswith("_")]
    return found + [(name, value) for name in names for value in sent.getlist(name)]


def as_of_another_kind(sent: QueryDict, task: Kind) -> QueryDict:
    """The form as one of this kind. What is a column of it alone holds what it holds before anything is written there;
    there are empty rows where the kind before had none."""
    again = sent.copy()
    before = kinds.KINDS.get(sent.get(KIND_BEFORE, ""))
    again.setdefault(f"{OPTIONS}-TOTAL_FORMS", "4")
    again.setdefault(f"{OPTIONS}-INITIAL_FORMS", "0")
    of_rows = [column for column in task.OPTION_COLUMNS if column.name not in OWN_COLUMNS]
    starts = [f"{OPTIONS}-{number}-" for number in range(count_of(again, OPTIONS))]
    for column in of_rows:
        if before is None or column not in before.OPTION_COLUMNS:
            for start in starts:
                again[start + column.name] = first_value(column)
    for column in task.SETTINGS:
        if before is None or column not in before.SETTINGS:
            again[SETTING + column.name] = first_value(column)
    return again


def first_value(column: Column) -> str:
    """A tick that is not set is sent as nothing."""
    return "" if column.default is None or column.default is False else str(column.default)


def row(sent: QueryDict, prefix: str, number: int) -> dict[str, list[str]]:
    start = f"{prefix}-{number}-"
    return {name.removeprefix(start): values for name, values in sent.lists() if name.startswith(start)}


def with_citation(sent: QueryDict, chosen: Chosen) -> QueryDict:
    """The form with one citation more, in the first row in which nothing is cited yet."""
    again = sent.copy()
    total = count_of(sent, CITATIONS)
    free = (number for number in range(total) if is_free(sent, number))
    number = next(free, total)
    start = f"{CITATIONS}-{number}-"
    again[f"{CITATIONS}-TOTAL_FORMS"] = str(max(total, number + 1))
    again[f"{start}passage"] = str(chosen.passage.pk)
    again[f"{start}quote"] = chosen.quote
    again[f"{start}near"] = str(chosen.span.start)
    again.setdefault(f"{start}stance", "supports")
    return again


def is_free(sent: QueryDict, number: int) -> bool:
    start = f"{CITATIONS}-{number}-"
    return not any(sent.get(start + name, "").strip() for name in ("id", "passage", "quote"))


def without_junk(sent: QueryDict) -> QueryDict:
    """Passages that are no numbers were chosen by nobody, and the field could not even show them."""
    again = sent.copy()
    for name, value in sent.items():
        if name.startswith(f"{CITATIONS}-") and name.endswith("-passage") and not is_number(value):
            again[name] = ""
    return again


def without_lost_rows(sent: QueryDict, prefix: str, known: Collection[int]) -> QueryDict:
    """Rows whose stored ones somebody removed meanwhile come last, as new ones: what was typed in them is kept."""
    total, initial = count_of(sent, prefix), count_of(sent, prefix, "INITIAL")
    ids = [sent.get(f"{prefix}-{number}-id", "") for number in range(min(initial, total))]
    lost = [number for number, sent_id in enumerate(ids) if sent_id not in {str(pk) for pk in known}]
    if not lost:
        return sent
    again = sent.copy()
    order = [number for number in range(total) if number not in lost] + lost
    for name in [name for name in again if name.startswith(f"{prefix}-") and name.split("-")[1].isdecimal()]:
        del again[name]
    for place, number in enumerate(order):
        for name, values in row(sent, prefix, number).items():
            if number not in lost or name != "id":
                again.setlist(f"{prefix}-{place}-{name}", values)
    again[f"{prefix}-INITIAL_FORMS"] = str(initial - len(lost))
    return again
