import csv
import io
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.record_cells import as_json, cell


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_text_that_would_be_a_formula_gets_an_apostrophe(start):
    assert cell(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"
    assert cell([f"{start}1", "two"]) == f"'{start}1; two"


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from("\t\r\n")))
def test_no_text_begins_a_cell_as_a_formula_does(text):
    assert not str(cell(text)).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert str(cell(text)).removeprefix("'") == text.removeprefix("'")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (-2.5, -2.5),
        (["Three", "Seven"], "Three; Seven"),
        ({"a": 1}, '{"a": 1}'),
        (datetime(2026, 3, 2, 12, 5, tzinfo=UTC), "2026-03-02 12:05:00+00:00"),
        ("3 - 2 = 1", "3 - 2 = 1"),
    ],
)
def test_what_stands_in_a_cell(value, shown):
    assert cell(value) == shown


def test_json_holds_a_row_as_it_is():
    row = ("=1+1", ["Zoë"], None, datetime(2026, 3, 2, 12, 5, tzinfo=UTC))
    told = as_json(("text", "list", "nothing", "at"), row)
    assert "\n" not in told
    assert json.loads(told) == {
        "text": "=1+1",
        "list": ["Zoë"],
        "nothing": None,
        "at": "2026-03-02T12:05:00+00:00",
    }


def test_a_cell_survives_being_written_and_read():
    file = io.StringIO()
    csv.writer(file).writerow([cell('a "quoted" text,\nof two lines'), cell("=1")])
    assert next(csv.reader(io.StringIO(file.getvalue()))) == ['a "quoted" text,\nof two lines', "'=1"]
