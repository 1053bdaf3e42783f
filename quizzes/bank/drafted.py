"""What a question's draft says, as one value: to tell whether it is still what somebody read."""

import json
from hashlib import sha256
from typing import Any

from quizzes.bank.fields import stated
from quizzes.bank.models import DraftCitation, Question


def content(question: Question) -> dict[str, Any]:
    """All that publishing would ask, mark and explain; not where the question belongs, nor how rows are stored."""
    task = question.task
    return {
        "kind": question.kind,
        "stem": question.stem,
        "explanation": question.explanation,
        "hints": question.hint_lines,
        "points": float(question.points),
        "settings": stated(task.SETTINGS, question.settings),
        "options": [
            [option.text, option.is_right, option.feedback, stated(task.OPTION_COLUMNS, option.details)]
            for option in question.options.all()
        ],
        "citations": [quotation(citation) for citation in question.draft_citations.select_related("passage")],
    }


def quotation(citation: DraftCitation) -> list[Any]:
    span = citation.found
    return [citation.passage_id, span.start if span else None, citation.quote, citation.stance]


def digest_of(question: Question) -> str:
    """Equal just as long as the draft says the same."""
    said = json.dumps(content(question), sort_keys=True, default=str)
    return sha256(said.replace("\\r\\n", "\\n").encode()).hexdigest()
