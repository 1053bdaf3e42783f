"""The kinds of question that can be asked and marked. Pure: nothing here knows Django or a database.

To add a kind: write its module beside these with all that `kind.Kind` names, its template
`templates/kinds/<slug>.html` with the partials `ask` and `answered`, and one line in the table below.
No migration: `SETTINGS` and `OPTION_COLUMNS` tell the authoring form which fields to show.
`tests/kinds/` holds every kind to the contract by running its EXAMPLES.
"""

from quizzes.kinds import (
    cloze,
    evidence,
    matching,
    multiple_response,
    numeric,
    ordering,
    short_text,
    single_choice,
    true_false,
)
from quizzes.kinds.kind import Kind

KINDS: dict[str, Kind] = {
    "single_choice": single_choice,
    "multiple_response": multiple_response,
    "true_false": true_false,
    "short_text": short_text,
    "numeric": numeric,
    "ordering": ordering,
    "matching": matching,
    "cloze": cloze,
    "evidence": evidence,
}

CHOICES = tuple((slug, kind.LABEL) for slug, kind in KINDS.items())
