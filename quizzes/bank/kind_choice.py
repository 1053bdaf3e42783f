"""What a new question begins with: which set and kind are chosen at first, and a card for each kind."""

from typing import Any

from django.http import QueryDict

from quizzes import kinds
from quizzes.bank.chosen import is_number
from quizzes.bank.models import Question
from quizzes.kinds.kind import ALL


def usual_choice(asked: QueryDict) -> dict[str, Any]:
    """The set that was asked for, or was last written in; the kind that was last written there."""
    wanted = asked.get("question_set", "")
    latest = Question.objects.order_by("-edited_at", "-pk")
    if is_number(wanted):
        latest = latest.filter(question_set=wanted)
    last = latest.only("question_set", "kind").first()
    usual = last and {"question_set": last.question_set_id, "kind": last.kind}
    return usual or {"question_set": wanted, "kind": next(iter(kinds.KINDS))}


def card(radio: Any) -> dict[str, Any]:
    """A kind to choose, with an example of it and its answer."""
    task = kinds.KINDS[radio.data["value"]]
    draft = task.EXAMPLES[0].draft
    face = task.arranged(task.face(draft), [])
    answer = task.outcome(face, task.key(draft), None, ALL)["right_text"]
    return {"radio": radio, "summary": task.SUMMARY, "stem": draft.stem, "answer": answer}
