import json

import pytest

from core.redacting import Words

WORDS = Words.of(["ada", "Jürgen", "Ada Lovelace", "", "a+b@example.org"], "erased-x")


@pytest.mark.parametrize(
    ("told", "left"),
    [
        ("ada on The bridge", "erased-x on The bridge"),
        ("ADA, Ada and ada.", "erased-x, erased-x and erased-x."),
        ("by Ada Lovelace", "by erased-x"),
        ("write to a+b@example.org", "write to erased-x"),
        ("Canada and adamant", "Canada and adamant"),
        ('{"by": "J\\u00fcrgen"}', '{"by": "erased-x"}'),
        (
            '[{"added": {"object": "5 minutes for\\nada"}}]',
            '[{"added": {"object": "5 minutes for\\nerased-x"}}]',
        ),
        ("[ada] is no JSON", "[erased-x] is no JSON"),
        ("", ""),
    ],
)
def test_names_are_taken_out_of_texts_as_whole_words(told, left):
    assert WORDS.taken_out(told) == left


def test_names_are_taken_out_of_whatever_json_holds():
    told = {"name": ["", "ada"], "count": 3, "nested": [{"by": "Jürgen"}], "none": None}
    assert WORDS.taken_out(told) == {
        "name": ["", "erased-x"],
        "count": 3,
        "nested": [{"by": "erased-x"}],
        "none": None,
    }


def test_a_text_that_holds_json_still_holds_json():
    assert json.loads(WORDS.taken_out(json.dumps({"a": "ada", "b": [1, 2]}))) == {
        "a": "erased-x",
        "b": [1, 2],
    }


def test_without_a_name_nothing_is_taken_out():
    assert Words.of(["", " "], "erased-x").taken_out("ada") == "ada"


def test_taking_out_twice_is_taking_out_once():
    once = WORDS.taken_out("ada and Ada Lovelace")
    assert WORDS.taken_out(once) == once
