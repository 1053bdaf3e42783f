"""Items put in order: what is credited, what is read, what the page tells."""

import json
import os
from itertools import permutations
from random import Random

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from quizzes.kinds import ordering
from quizzes.kinds.kind import ALL, NOTHING, Draft, DraftOption, Shows, Unreadable

MODULAR = ("Modular", "Object", "Oriented", "Dynamic", "Learning", "Environment")
LETTERS = ("Alpha", "Beta", "Gamma", "Delta")


def items(*texts: str, **settings: str) -> Draft:
    options = tuple(DraftOption(f"o{place}", text) for place, text in enumerate(texts, 1))
    return Draft("In which order?", "Because.", settings, options)


def placed(draft: Draft, *texts: str) -> list[str | None]:
    """The answer that puts these texts on the places from the first; an empty text leaves one open."""
    ids = {option["text"]: option["id"] for option in ordering.face(draft)["options"]}
    return [ids.get(text) for text in texts]


def credit(draft: Draft, *texts: str) -> float:
    return ordering.grade(ordering.key(draft), placed(draft, *texts)).credit


# Values that Moodle publishes for its ordering question in question_test.php, usage.feature and
# specific_grade_detail_feedback_test.php.


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (MODULAR, 1),
        (tuple(reversed(MODULAR)), 0),
        (("Object", "Oriented", "Dynamic", "Learning", "Environment", "Modular"), 5 / 6),
        (("Object", "Dynamic", "Modular", "Learning", "Environment", "Oriented"), 4 / 6),
        (("Environment", "Learning", "Oriented", "Dynamic", "Object", "Modular"), 2 / 6),
    ],
)
def test_the_longest_run_is_credited_as_moodle_credits_its_longest_ordered_subset(order, expected):
    assert credit(items(*MODULAR), *order) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (MODULAR, 1),
        (tuple(reversed(MODULAR)), 0),
        (("Environment", "Object", "Oriented", "Dynamic", "Learning", "Modular"), 4 / 6),
        (("Oriented", "Object", "Dynamic", "Learning", "Environment", "Modular"), 1 / 6),
    ],
)
def test_places_are_credited_as_moodle_credits_absolute_positions(order, expected):
    assert credit(items(*MODULAR, credit_rule="absolute_position"), *order) == pytest.approx(expected)


def test_the_run_that_is_marked_as_right_is_the_one_moodle_marks():
    order = ("Object", "Dynamic", "Modular", "Learning", "Environment", "Oriented")
    draft = items(*MODULAR)
    outcome = ordering.outcome(ordering.face(draft), ordering.key(draft), placed(draft, *order), ALL)
    signs = [row["sign"] == "right" for row in outcome["rows"]]
    assert signs == [True, True, False, True, True, False]


# The task "Longest increasing subsequence" of Rosetta Code, with the lengths it gives.


@pytest.mark.parametrize(
    ("numbers", "length"),
    [
        ([3, 2, 6, 4, 5, 1], 3),
        ([0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15], 6),
    ],
)
def test_the_longest_run_has_the_published_length(numbers, length):
    right = [str(number) for number in sorted(numbers)]
    assert len(ordering.longest_run(right, [str(number) for number in numbers])) == length


def test_of_several_longest_runs_the_first_counts():
    assert ordering.longest_run(list("abcd"), list("cdab")) == ["c", "d"]


@given(st.permutations(list("abcdef")))
def test_no_run_in_the_right_order_is_longer_than_the_longest(answer):
    def length_by_trial(answer: list[str]) -> int:
        ends = {}
        for id in answer:
            ends[id] = 1 + max((length for other, length in ends.items() if other < id), default=0)
        return max(ends.values())

    run = ordering.longest_run(list("abcdef"), answer)
    assert run == sorted(run)
    assert [id for id in answer if id in run] == run
    assert len(run) == (length_by_trial(answer) if length_by_trial(answer) > 1 else 0)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("Alpha", "Beta", "Gamma", ""), 3 / 4),
        (("", "Beta", "", "Delta"), 2 / 4),
        (("Gamma", "", "", "Delta"), 2 / 4),
        (("Delta", "", "", "Alpha"), 0),
        (("", "", "Gamma", ""), 0),
    ],
)
def test_open_places_earn_nothing_and_the_others_count(texts, expected):
    assert credit(items(*LETTERS), *texts) == expected


@pytest.mark.parametrize(
    ("texts", "expected"), [(("", "Beta", "", "Alpha"), 1 / 4), (("", "", "Gamma", ""), 1 / 4)]
)
def test_one_item_on_its_place_earns_its_part_where_places_count(texts, expected):
    assert credit(items(*LETTERS, credit_rule="absolute_position"), *texts) == expected


@pytest.mark.parametrize("rule", ordering.CREDITED)
def test_full_credit_is_for_the_right_order_alone(rule):
    draft = items(*LETTERS, credit_rule=rule)
    full = [order for order in permutations(LETTERS) if credit(draft, *order) == 1]
    assert full == [LETTERS]


def test_every_rule_that_can_be_chosen_credits_something():
    assert dict(ordering.CREDIT_RULE.choices).keys() == ordering.CREDITED.keys()


@given(
    texts=st.lists(st.text(max_size=12), min_size=1, max_size=6),
    seed=st.randoms(use_true_random=False),
)
def test_a_face_is_the_same_whatever_order_is_right(texts, seed):
    other = seed.sample(texts, len(texts))
    assert json.dumps(ordering.face(items(*texts))) == json.dumps(ordering.face(items(*other)))


def test_items_are_numbered_by_their_text_and_numbers_in_it_by_their_size():
    face = ordering.face(items("10 May", "June", "9 May", "9 april"))
    assert face["options"] == [
        {"id": "1", "text": "9 april"},
        {"id": "2", "text": "9 May"},
        {"id": "3", "text": "10 May"},
        {"id": "4", "text": "June"},
    ]


def test_numbers_too_long_to_be_counted_are_sorted_all_the_same():
    face = ordering.face(items("2" * 6000, "1" * 6000, "007", "8"))
    assert [option["text"][:3] for option in face["options"]] == ["007", "8", "111", "222"]


def test_the_right_order_is_shown_as_often_as_any_other():
    face = ordering.face(items("a", "b", "c"))
    shown = [tuple(ordering.order(face, Random(seed))) for seed in range(600)]
    assert {order: shown.count(order) > 60 for order in shown} == dict.fromkeys(permutations("123"), True)


def test_an_item_shown_second_may_stand_on_the_third_place():
    face = ordering.arranged(ordering.face(items("a", "b", "c")), ["3", "1", "2"])
    assert ordering.read(face, ["3-2"]) == [None, None, "1"]


def test_open_lists_are_left_out():
    face = ordering.face(items(*LETTERS))
    assert ordering.read(face, ["", "2-1", " ", "1-4\x00"]) == ["4", "1", None, None]


def test_the_same_value_twice_is_one():
    assert ordering.read(ordering.face(items(*LETTERS)), ["2-1", "2-1"]) == [None, "1", None, None]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ([], "No item has a place yet. Put the items in order first."),
        (["", "", ""], "No item has a place yet. Put the items in order first."),
        (
            ["2-1", "2-3", "1-2"],
            'Place 2 is given to "Alpha" and "Delta". Keep one there and move the rest.',
        ),
        (
            ["2-1", "2-3", "2-2"],
            'Place 2 is given to "Alpha", "Beta" and "Delta". Keep one there and move the rest.',
        ),
        (["1-2", "4-2"], '"Beta" has two places, 1 and 4. Keep one.'),
        (["5-1"], 'There is no choice "5-1" here. Choose from the lists of the page.'),
        (["1-5"], 'There is no choice "1-5" here. Choose from the lists of the page.'),
    ],
)
def test_what_is_no_order_is_refused_with_a_remedy(typed, sentence):
    assert ordering.read(ordering.face(items(*LETTERS)), typed) == Unreadable(sentence)


@pytest.mark.parametrize(
    "typed", ["0-1", "1-0", "01-1", "1-01", "1", "-1", "1-", "1-1-1", "１-1", "1.0-1", "o1-o2", "9" * 5000]
)
def test_a_value_that_no_list_holds_is_refused(typed):
    answer = ordering.read(ordering.face(items(*LETTERS)), [typed])
    assert isinstance(answer, Unreadable)
    assert len(answer.sentence) < 200


@given(
    rule=st.sampled_from(list(ordering.CREDITED)),
    typed=st.lists(st.sampled_from([f"{a}-{b}" for a in range(6) for b in range(6)] + [""]), max_size=6),
)
def test_any_places_earn_from_0_to_1_or_are_refused(rule, typed):
    draft = items(*LETTERS, credit_rule=rule)
    answer = ordering.read(ordering.face(draft), typed)
    if not isinstance(answer, Unreadable):
        assert len(answer) == len(LETTERS)
        assert 0 <= ordering.grade(ordering.key(draft), answer).credit <= 1


def test_an_outcome_tells_each_place_and_then_the_right_order():
    draft = items(*LETTERS, first_label="Nearest", last_label="Farthest")
    answer = placed(draft, "Beta", "", "Alpha", "Gamma")
    outcome = ordering.outcome(ordering.face(draft), ordering.key(draft), answer, ALL)
    assert [(row["text"], row["sign"]) for row in outcome["rows"]] == [
        ("Beta", "right"),
        ("", ""),
        ("Alpha", "wrong"),
        ("Gamma", "right"),
    ]
    assert outcome["right_order"] == list(LETTERS)
    assert outcome["given_text"] == "1 Beta; 2 –; 3 Alpha; 4 Gamma"
    assert outcome["right_text"] == "1 Alpha; 2 Beta; 3 Gamma; 4 Delta"
    assert (outcome["first"], outcome["last"]) == ("Nearest", "Farthest")


def test_the_right_order_is_not_told_twice_to_whoever_found_it():
    draft = items(*LETTERS)
    outcome = ordering.outcome(ordering.face(draft), ordering.key(draft), placed(draft, *LETTERS), ALL)
    assert outcome["right_order"] == []
    assert {row["sign"] for row in outcome["rows"]} == {"right"}


def test_the_right_order_can_be_kept_back():
    draft, shows = items(*LETTERS), Shows(right_answer=False)
    outcome = ordering.outcome(ordering.face(draft), ordering.key(draft), placed(draft, "Beta"), shows)
    assert (outcome["right_order"], outcome["right_text"]) == ([], "")


def test_with_nothing_shown_an_outcome_is_the_same_whatever_order_is_right():
    drafts = [items(*order) for order in permutations(LETTERS)]
    answer = placed(drafts[0], "Beta", "", "Alpha", "Gamma")
    told = [
        json.dumps(ordering.outcome(ordering.face(draft), ordering.key(draft), answer, NOTHING))
        for draft in drafts
    ]
    assert len(set(told)) == 1


@pytest.mark.parametrize(
    ("draft", "sentence"),
    [
        (items("a", "b"), "The number of items is 2. Write at least 3, so that there is an order."),
        (items("a", " ", "c", "d"), "Item 2 has no text. Write it, or remove the row."),
        (
            items("Café", "b", "CAFE\u0301"),
            'Items 1 and 3 are the same, "Café". Change or remove all but one.',
        ),
        (
            items("a", "b", "c", credit_rule="nearest"),
            'The setting “Credit for a partly right order” has the unknown value "nearest". Choose longest_run or absolute_position.',
        ),
    ],
)
def test_a_faulty_draft_is_refused_with_place_fault_and_remedy(draft, sentence):
    assert ordering.problems(draft) == [sentence]
    with pytest.raises(ValueError, match="no key"):
        ordering.key(draft)


def test_three_items_are_enough():
    assert ordering.problems(items("a", "b", "c")) == []


@pytest.mark.skipif("DJANGO_SETTINGS_MODULE" not in os.environ, reason="templates need Django's settings")
class TestPage:
    def render(self, part: str, **context: object) -> str:
        return render_to_string(f"kinds/ordering.html#{part}", context)

    def test_what_was_chosen_stays_chosen(self):
        face = ordering.face(items("a", "b", "c"))
        page = self.render("ask", face=face, typed=["3-1", "1-2"], problem="")
        chosen = [line.strip() for line in page.splitlines() if "selected" in line]
        assert chosen == [
            '<option value="3-1" selected>3</option>',
            '<option value="1-2" selected>1</option>',
        ]

    def test_every_list_offers_every_place_for_its_item(self):
        page = self.render("ask", face=ordering.face(items("a", "b", "c")), typed=[], problem="")
        assert page.count("<select") == page.count('<option value="">') == 3
        for value in (f"{place}-{item}" for place in "123" for item in "123"):
            assert page.count(f'value="{value}"') == 1

    def test_each_list_is_labelled_by_its_item(self):
        page = self.render("ask", face=ordering.face(items("*a*", "b", "c")), typed=[], problem="")
        assert page.count('for="place-1"') == page.count('id="place-1"') == 1
        assert '<span class="text"><em>a</em></span>' in page
