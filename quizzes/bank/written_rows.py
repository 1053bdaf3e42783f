"""The fields of a form as they were sent, before Django reads them: rows are added, and rows that are gone are new."""

from collections.abc import Collection

from django.http import QueryDict

from quizzes.bank.chosen import Chosen, is_number

CITATIONS = "draft_citations"


def count_of(sent: QueryDict, prefix: str, name: str = "TOTAL") -> int:
    """How many rows it says there are; none where it says no number."""
    number = sent.get(f"{prefix}-{name}_FORMS", "")
    return int(number) if number.isdecimal() and len(number) < 5 else 0


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
