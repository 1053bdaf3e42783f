"""Going through cards by their pages: turn, rate, undo, put aside, until nothing is left."""

import html
import re

import pytest
import time_machine
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from quizzes.bank import serving
from quizzes.flashcards.shown import QuestionCard
from quizzes.kinds import KINDS
from quizzes.models import Card, Learner, Note, QuestionVersion, Review
from tests.attempts.quizzes import NOON, one_of_each_kind, quiz, started, typed_for
from tests.attempts.test_the_key_stays_home import WORLDS, ask, bare, change_the_key
from tests.conftest import HTMX
from tests.factories import QuestionFactory, own_card
from tests.flashcards.cards import (
    DAY,
    HOUR,
    MINUTE,
    aside,
    card,
    cards,
    in_a_step,
    in_review,
    learner_of,
    question_card,
    rate,
    rated,
    row,
    rows,
    said,
    statements,
    turn,
    undo,
)

pytestmark = pytest.mark.django_db
REVIEW = "/cards/review/"
HUGE = "9" * 30


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def served_at(client: Client) -> Card | None:
    return client.get(REVIEW).context.get("card")


# A session.


def test_a_session_goes_through_all_cards_and_ends(as_ada, ada):
    cards(ada, 2)
    cards(ada, 2, **in_review(NOON - DAY))
    seen = []
    while (found := served_at(as_ada)) is not None:
        seen.append(found.pk)
        turn(as_ada, found)
        assert rate(as_ada, found, 4)["Location"] == REVIEW
    assert len(set(seen)) == len(seen) == 4
    page = as_ada.get(REVIEW)
    assert "Done for now." in page.text
    assert "You saw 4 cards today." in page.text


def test_the_next_card_comes_in_place_of_the_last_by_htmx(as_ada, ada):
    first, second = cards(ada, 2)
    reply = rate(as_ada, first, headers=HTMX, follow=True)
    assert "<html" not in reply.text
    assert 'id="card"' in reply.text
    assert reply.context["card"] == second
    assert "2 left today: 1 new, 1 being learned" in reply.text


def test_a_back_is_sent_only_when_the_card_is_turned(as_ada, ada):
    found = own_card(ada, "In {{Geneva}}.", "So says the AP.")
    for headers in ({}, HTMX):
        page = as_ada.get(REVIEW, headers=headers)
        assert "Geneva" not in page.text
        assert "So says the AP." not in page.text
        assert 'name="rating"' not in page.text
    back = turn(as_ada, found, headers=HTMX)
    assert "<html" not in back.text
    assert "Geneva" in back.text
    assert "<html" in turn(as_ada, found).text


def test_each_button_tells_when_the_card_comes_back(as_ada, ada):
    found = card(ada)
    told = {word: interval for _, word, interval in turn(as_ada, found).context["buttons"]}
    assert told["Again"] == "1 min"
    assert told["Good"] == "10 min"
    assert list(told) == ["Again", "Hard", "Good", "Easy"]
    assert told["Easy"].endswith(("day", "days"))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("credit", [1, 0])
def test_an_answer_on_the_front_is_marked_on_the_back_and_speaks_for_a_rating(as_ada, ada, kind, credit):
    found = question_card(ada, one_of_each_kind()[kind])
    # As authored, so that the example's answer fits: the card's own order is left out of it.
    Card.chance, chance = (lambda self: NoChance()), Card.chance
    try:
        front = as_ada.get(REVIEW)
        assert front.status_code == 200
        back = turn(as_ada, found, list(typed_for(kind, credit)))
    finally:
        Card.chance = chance
    assert back.status_code == 200
    assert back.context["suggested"] == (3 if credit else 1)
    assert back.context["asked"].evidence.main.article.get_absolute_url() in back.text


class NoChance:
    """Leaves what is shuffled as it is."""

    def shuffle(self, items: list) -> None:
        pass

    def sample(self, items: list, k: int) -> list:
        return list(items)[:k]

    def random(self) -> float:
        return 0.5


@pytest.mark.parametrize("given", ["", "\x00", HUGE, "1-1", "<script>", "x" * 3_000, "٣", "-1"])
@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_typed_on_the_front_the_card_turns(as_ada, ada, kind, given):
    found = question_card(ada, one_of_each_kind()[kind])
    page = turn(as_ada, found, [given, given])
    assert page.status_code == 200
    assert "<script>" not in page.text.split('id="front"')[1]


def test_a_wrong_short_answer_is_shown_letter_by_letter(as_ada, ada):
    question = QuestionFactory(kind="short_text", options=[("Geneva", False)], published=True)
    page = turn(as_ada, question_card(ada, question), "Genva")
    assert "<ins>e</ins>" in page.text
    assert page.context["suggested"] == 1


def test_it_is_compared_with_the_accepted_answer_that_is_nearest(as_ada, ada):
    options = [("Rome", False), ("Geneva", False)]
    question = QuestionFactory(kind="short_text", options=options, published=True)
    told = turn(as_ada, question_card(ada, question), "Genva").text.split('class="difference"')[1]
    assert "Gen<ins>e</ins>va" in "".join(told.split("</p>")[0].split())


@pytest.mark.parametrize(("kind", "given"), [("numeric", "4711"), ("evidence", ["1.1"])])
def test_a_number_and_a_place_are_not_compared_letter_by_letter(as_ada, ada, kind, given):
    page = turn(as_ada, question_card(ada, one_of_each_kind()[kind]), given)
    assert page.context["suggested"] == 1
    assert 'class="difference"' not in page.text


def test_what_cannot_be_read_stays_as_typed_and_is_not_marked(as_ada, ada):
    found = question_card(ada, one_of_each_kind()["numeric"])
    page = turn(as_ada, found, "about ninety nine")
    asked = page.context["asked"]
    assert asked.unread == asked.read(["about ninety nine"]).sentence
    assert "“about ninety nine” could not be read" in page.text
    assert asked.unread in html.unescape(page.text)
    assert "No answer" not in page.text
    assert page.context["suggested"] is None
    assert 'class="verdict' not in page.text


def test_options_stand_in_another_order_from_one_review_to_the_next_and_the_same_on_both_sides(ada):
    """So that a place is not what is remembered."""
    found, orders = question_card(ada), set()
    for count in range(12):
        found.review_count = count
        order, same = (tuple(QuestionCard(found).option_order) for _ in range(2))
        assert order == same
        orders.add(order)
    assert len(orders) > 1


# The key stays home.


@pytest.mark.parametrize("kind", WORLDS)
def test_a_front_is_the_same_to_the_byte_whichever_option_is_right(as_ada, ada, kind):
    question = ask(kind)
    found = question_card(ada, question)
    seen = everything_before_the_turn(as_ada, found)
    change_the_key(question, *WORLDS[kind][1])
    assert everything_before_the_turn(as_ada, found) == seen


def test_the_comparison_would_notice_a_leak(as_ada, ada):
    question = ask("single_choice")
    found = question_card(ada, question)
    seen = everything_before_the_turn(as_ada, found)
    leak = question.current.face | {"stem": "When? (not Nine)"}
    models.QuerySet(QuestionVersion).filter(pk=question.current_id).update(face=leak)
    serving.faces.clear()
    assert everything_before_the_turn(as_ada, found) != seen


def everything_before_the_turn(client: Client, found: Card) -> list:
    pages = [REVIEW, f"{REVIEW}?card={found.pk}", "/cards/", found.get_absolute_url(), "/"]
    pages += [found.question.get_absolute_url()]
    return [bare(client.get(page, headers=headers)) for page in pages for headers in ({}, HTMX)]


# Nothing counts twice.


def test_a_double_click_on_a_rating_counts_one_review(as_ada, ada):
    found = card(ada)
    for _ in range(2):
        assert rate(as_ada, found, 3, seen=0).status_code == 302
    assert Review.objects.count() == 1
    assert row(found)["review_count"] == 1


def test_a_second_tab_does_not_rate_a_card_that_the_first_has_rated(as_ada, ada):
    found = card(ada)
    seen = turn(as_ada, found).context["card"].review_count
    rate(as_ada, found, 4)
    before = rows()
    rate(as_ada, found, 1, seen=seen)
    assert rows() == before


def test_a_front_that_was_left_open_counts_nothing_once_its_card_was_rated_elsewhere(as_ada, ada):
    found = card(ada)
    seen = as_ada.get(REVIEW).context["card"].review_count
    rate(as_ada, found, 4)
    before = rows()
    back = as_ada.get(reverse("flashcards:turn", args=[found.pk]), {"seen": seen})
    assert f'name="seen" value="{seen}"' in back.text
    rate(as_ada, found, 1, seen=back.context["seen"])
    assert rows() == before


@pytest.mark.parametrize("rating", ["", "0", "5", "-1", "3.0", "x", "٣", "33", "\x00", HUGE])
@pytest.mark.parametrize("seen", ["0"])
def test_a_rating_that_is_none_rates_nothing_and_says_so(as_ada, ada, rating, seen):
    found = card(ada)
    before = rows()
    page = rate(as_ada, found, rating, seen, follow=True)
    assert said(page) == ["That rating did not arrive whole. Choose again."]
    assert rows() == before


@pytest.mark.parametrize("seen", ["", "-1", "x", "²", "0.0", HUGE, "1", "\x00"])
def test_a_rating_of_another_state_rates_nothing(as_ada, ada, seen):
    found = card(ada)
    before = rows()
    assert rate(as_ada, found, 3, seen).status_code == 302
    assert rows() == before


def test_a_rating_that_does_not_count_is_told_but_for_a_double_click(as_ada, ada, clock):
    found, other = cards(ada, 2)
    assert said(rate(as_ada, found, 3, seen=0, follow=True)) == []
    assert said(rate(as_ada, found, 3, seen=0, follow=True)) == []
    (told,) = said(rate(as_ada, found, 1, seen=0, follow=True))
    assert told == "“Front 0” was rated or changed in another window since, so this rating does not count."
    clock.shift(MINUTE)
    assert len(said(rate(as_ada, found, 3, seen=0, follow=True))) == 1
    Card.objects.filter(pk=other.pk).update(is_suspended=True)
    (told,) = said(rate(as_ada, other, 3, seen=0, follow=True))
    assert told == "“Front 1” was set aside in another window, so this rating does not count."


@pytest.mark.parametrize(
    "resting", [{"is_withdrawn": True}, {"is_suspended": True}, {"buried_until": NOON + DAY}]
)
def test_a_card_that_rests_is_not_served_by_its_id(as_ada, ada, resting):
    found = card(ada, **resting)
    assert as_ada.get(REVIEW, {"card": found.pk}).context.get("card") is None


def test_undo_says_which_rating_it_took_back(as_ada, ada):
    rate(as_ada, card(ada), 2)
    assert said(undo(as_ada, follow=True)) == ["Hard for “Front 0” is taken back."]


def test_undo_shows_the_card_again_as_it_was(as_ada, ada):
    first, _ = cards(ada, 2)
    before = rows()
    rate(as_ada, first)
    page = undo(as_ada, follow=True)
    assert page.context["card"] == first
    assert rows() == before
    assert said(undo(as_ada, follow=True)) == ["There is no rating of the last day to take back."]
    assert rows() == before


def test_undo_brings_back_a_card_that_was_the_last_of_the_day(as_ada, ada):
    found = card(ada)
    rate(as_ada, found, 4)
    assert served_at(as_ada) is None
    assert undo(as_ada, follow=True).context["card"] == found
    assert served_at(as_ada) == found


@pytest.mark.parametrize("asked_for", ["", "x", "-1", "0", HUGE, "\x00", "²", "1 or 1=1"])
def test_a_card_asked_for_that_is_none_is_passed_over(as_ada, ada, asked_for):
    found = card(ada)
    assert as_ada.get(REVIEW, {"card": asked_for}).context["card"] == found


# Of others.


def test_the_cards_of_others_are_not_there(as_ada, ada, eve):
    theirs = own_card(eve, "In {{Geneva}}.")
    before = rows(Card, Review, Learner)
    assert turn(as_ada, theirs).status_code == 404
    assert rate(as_ada, theirs).status_code == 404
    assert aside(as_ada, theirs, "suspend").status_code == 404
    for name, pk in {"card": theirs.pk, "edit": theirs.pk, "deck": theirs.deck_id}.items():
        assert as_ada.get(reverse(f"flashcards:{name}", args=[pk])).status_code == 404
    fields = {"front": "Mine now", "back": "Mine"}
    assert as_ada.post(reverse("flashcards:edit", args=[theirs.pk]), fields).status_code == 404
    assert as_ada.get(REVIEW, {"card": theirs.pk}).context.get("card") is None
    Learner.objects.filter(student=ada).delete()
    assert rows(Card, Review, Learner) == before


def test_undo_does_not_reach_the_ratings_of_others(as_ada, as_eve, eve):
    found = card(eve)
    rate(as_eve, found)
    before = rows()
    undo(as_ada)
    as_ada.post(reverse("flashcards:take_back", args=[Review.objects.get().pk]))
    assert rows() == before


@pytest.mark.parametrize("name", ["card", "turn", "rate", "aside", "edit", "deck", "take_back"])
def test_a_number_beyond_all_rows_is_not_there(as_ada, name):
    address = reverse(f"flashcards:{name}", args=[int(HUGE)])
    assert as_ada.get(address).status_code in (404, 405)
    assert as_ada.post(address).status_code in (302, 404, 405)


# Put off, aside, flagged.


def test_each_act_is_done_and_told(as_ada, ada):
    found = card(ada)
    for act, word in {"bury": "tomorrow", "flag": "Flagged", "unflag": "gone", "suspend": "aside"}.items():
        assert word in said(aside(as_ada, found, act, follow=True))[0]
    assert served_at(as_ada) is None
    fields = {"act": "resume", "back": "card"}
    page = as_ada.post(reverse("flashcards:aside", args=[found.pk]), fields)
    assert page["Location"] == found.get_absolute_url()
    assert served_at(as_ada) == found


def test_a_card_put_off_comes_back_when_the_day_turns(as_ada, ada, clock):
    learner_of(ada, time_zone="America/New_York")
    found = card(ada)
    aside(as_ada, found, "bury")
    assert served_at(as_ada) is None
    clock.move_to(NOON + 20 * HOUR + 59 * MINUTE)
    assert served_at(as_ada) is None
    clock.move_to(NOON + 21 * HOUR)
    assert served_at(as_ada) == found


@pytest.mark.parametrize("lapses", [8, 12, 16])
def test_a_leech_is_told_at_eight_lapses_and_every_four_after(as_ada, ada, lapses):
    lot = in_review(NOON - DAY) | {"lapse_count": lapses - 1, "is_leech": lapses > 8}
    found = card(ada, **lot)
    page = rate(as_ada, found, 1, follow=True)
    assert f"forgotten {lapses} times" in "".join(said(page))
    assert "often forgotten" in turn(as_ada, found).text


def test_a_leech_leads_to_what_helps_it(as_ada, ada):
    lot = in_review(NOON - DAY) | {"lapse_count": 7}
    free, asked = card(ada, **lot), question_card(ada, **lot)
    cited = card(ada, **lot)
    read = asked.question.current.citations.get().passage
    Note.objects.filter(pk=cited.note_id).update(passage=read, quote=read.text)
    edit = 'href="/cards/{}/edit/"'
    for found, links, others in (
        (free, [edit.format(free.pk)], [read.get_absolute_url()]),
        (asked, [f'href="{read.get_absolute_url()}"'], ["/edit/"]),
        (cited, [edit.format(cited.pk), f'href="{read.get_absolute_url()}"'], []),
    ):
        (told,) = said(rate(as_ada, found, 1, follow=True))
        assert "was forgotten 8 times." in told
        assert [link for link in links if link not in told] == []
        assert [link for link in others if link in told] == []


@pytest.mark.parametrize("evil", ["<script>alert(1)</script>", "{0}"])
def test_a_leech_is_told_with_nothing_that_acts(as_ada, ada, evil):
    found = own_card(ada, f"It was {evil} {{{{here}}}}.")
    Card.objects.filter(pk=found.pk).update(**in_review(NOON - DAY) | {"lapse_count": 7})
    assert "<script>alert" not in rate(as_ada, found, 1, follow=True).text


@pytest.mark.parametrize("lapses", [7, 9, 11])
def test_between_these_nothing_is_said(as_ada, ada, lapses):
    lot = in_review(NOON - DAY) | {"lapse_count": lapses - 1, "is_leech": lapses > 8}
    page = rate(as_ada, card(ada, **lot), 1, follow=True)
    assert said(page) == []


# The end of the day.


def test_the_end_says_what_was_learned(as_ada, ada):
    cards(ada, 2)
    for rating in (1, 2, 3):
        rate(as_ada, card(ada, **in_review(NOON - DAY)), rating)
    for one in ada.cards.filter(state=0):
        rate(as_ada, one, 4)
    ada.cards.filter(state__in=[1, 3]).update(due=NOON + 5 * HOUR)
    text = as_ada.get(REVIEW).text
    assert "You saw 5 cards today. 2 recalled, 1 to learn again, 2 new." in text
    assert "Take the last rating back" in text
    assert not re.search(r"<p[^>]*>(?:(?!</p>).)*<form", text.split("Done for now.")[1], re.DOTALL)


def test_a_rating_of_last_evening_can_be_taken_back_from_the_end(as_ada, ada, clock):
    rate(as_ada, card(ada), 4)
    clock.move_to(NOON + 17 * HOUR)
    text = as_ada.get(REVIEW).text
    assert "You saw" not in text
    assert "Take the last rating back" in text


def test_who_has_no_cards_is_led_to_the_first(as_ada):
    text = as_ada.get(REVIEW).text
    assert "You have no cards yet." in text
    assert "Done for now." not in text.split("<main")[1].split("<h1")[1]
    assert f'href="{reverse("flashcards:overview")}"' in text.split("<h1")[1]
    assert "Take the last rating back" not in text


def test_the_end_says_when_to_come_back_by_the_students_own_clock(as_ada, ada):
    learner_of(ada, time_zone="Asia/Tokyo")
    card(ada, **in_a_step(NOON + 3 * HOUR))
    page = as_ada.get(REVIEW)
    assert "3 March, 00:00" in page.text.replace("midnight", "3 March, 00:00")
    assert "15:00" not in page.text


def test_the_end_says_that_new_cards_wait_for_tomorrow(as_ada, ada):
    """Twenty a day are enough; the others are not due at any time, and still it is worth to come back."""
    learner_of(ada, new_a_day=1)
    cards(ada, 3)
    rate(as_ada, served_at(as_ada), 4)
    rest = served_at(as_ada)
    assert rest is None
    text = as_ada.get(REVIEW).text
    assert re.search(r"tomorrow|3 March|04:00", text), "nothing says when to come back"


def test_a_review_counts_from_the_start_of_its_day_not_from_its_minute(as_ada, ada):
    """Rated at noon it is due at noon, and comes with the morning of that day."""
    card(ada, **in_review(NOON + 2 * DAY + 3 * HOUR))
    text = as_ada.get(REVIEW).text
    assert "4 March" in text
    assert "15:00" not in text


def test_a_wrong_time_of_coming_back_is_not_told_when_the_days_limit_is_reached(as_ada, ada):
    learner_of(ada, reviews_a_day=0)
    card(ada, **in_review(NOON - DAY))
    card(ada, **in_review(NOON + 30 * DAY))
    text = as_ada.get(REVIEW).text
    assert "1 April" not in text


# How one learns.


def settings_of(client: Client, **fields):
    usual = {
        "desired_retention": "90",
        "new_a_day": "20",
        "reviews_a_day": "200",
        "learns_from_quizzes": "on",
        "time_zone": "UTC",
    }
    return client.post(reverse("flashcards:settings"), usual | fields)


def test_how_one_learns_is_ones_own_and_kept(as_ada, ada, eve):
    learner_of(eve)
    fields = {
        "desired_retention": "97",
        "new_a_day": "0",
        "time_zone": "Asia/Tokyo",
        "forgotten_first": "on",
    }
    assert settings_of(as_ada, **fields).status_code == 302
    kept = Learner.objects.get(student=ada)
    assert (kept.desired_retention, kept.new_a_day, kept.time_zone) == (0.97, 0, "Asia/Tokyo")
    assert kept.forgotten_first
    assert Learner.objects.get(student=eve).time_zone != "Asia/Tokyo"


@pytest.mark.parametrize(
    "fields",
    [
        {"desired_retention": "69"},
        {"desired_retention": "98"},
        {"desired_retention": "96.5"},
        {"desired_retention": "0.9"},
        {"desired_retention": "nan"},
        {"desired_retention": "inf"},
        {"desired_retention": ""},
        {"new_a_day": "-1"},
        {"new_a_day": HUGE},
        {"reviews_a_day": "many"},
        {"time_zone": "Mars/Olympus"},
        {"time_zone": "../../etc/passwd"},
        {"time_zone": "Europe/Berlin\x00"},
        {"time_zone": ""},
    ],
)
def test_settings_that_cannot_be_are_refused_and_the_old_ones_stand(as_ada, ada, fields):
    learner_of(ada)
    before = rows(Learner)
    page = settings_of(as_ada, **fields)
    assert page.status_code == 422
    assert rows(Learner) == before


ZONE = "/cards/zone/"


def test_the_zone_of_the_browser_is_offered_until_one_was_chosen(as_ada, ada, eve):
    assert f'action="{ZONE}"' in as_ada.get("/cards/").text
    learner_of(eve)
    assert as_ada.post(ZONE, {"time_zone": "Asia/Tokyo"}).status_code == 302
    kept = Learner.objects.get(student=ada)
    assert (kept.time_zone, kept.new_a_day, kept.desired_retention) == ("Asia/Tokyo", 20, 0.9)
    assert f'action="{ZONE}"' not in as_ada.get("/cards/").text
    assert Learner.objects.get(student=eve).time_zone != "Asia/Tokyo"


def test_a_zone_chosen_keeps_how_else_one_learns(as_ada, ada):
    learner_of(ada, new_a_day=3)
    as_ada.post(ZONE, {"time_zone": "Asia/Tokyo"})
    assert Learner.objects.get(student=ada).new_a_day == 3


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", "Europe/Berlin\x00", HUGE])
def test_a_zone_that_is_none_is_refused_with_a_way_on(as_ada, ada, zone):
    page = as_ada.post(ZONE, {"time_zone": zone}, follow=True)
    assert said(page) == ["That time zone is not known here. Choose yours below."]
    assert page.request["PATH_INFO"] == reverse("flashcards:settings")
    assert not Learner.objects.exists()


def test_how_many_of_a_hundred_are_recalled_is_asked_as_it_is_stored(as_ada, ada):
    learner_of(ada, desired_retention=0.85)
    form = as_ada.get(reverse("flashcards:settings")).context["form"]
    assert form["desired_retention"].value() == 85
    for percent in (70, 83, 97):
        assert settings_of(as_ada, desired_retention=str(percent)).status_code == 302
        assert Learner.objects.get(student=ada).desired_retention == percent / 100


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({}, "You have not seen it yet."),
        (in_review(NOON + 2 * DAY), "It is due on 4 March 2026."),
        (in_a_step(NOON + 15 * HOUR), "It comes back on 3 March 2026, 03:00 (UTC)."),
        (in_review() | {"is_suspended": True}, "It is set aside."),
        (in_review() | {"is_withdrawn": True}, "Its question is asked no more, so it rests."),
        (in_review() | {"buried_until": NOON + DAY}, "It is put off until 3 March 2026, 12:00 (UTC)."),
        (in_review(NOON + 2 * DAY) | {"buried_until": NOON}, "It is due on 4 March 2026."),
    ],
)
def test_a_card_says_when_it_comes_or_why_not_on_its_page_and_in_its_deck(as_ada, ada, columns, sentence):
    found = own_card(ada, "It was *not* {{here}}.")
    Card.objects.filter(pk=found.pk).update(**columns)
    for address in (found.get_absolute_url(), reverse("flashcards:deck", args=[found.deck_id])):
        text = as_ada.get(address).text
        assert sentence in text
        assert "It was <em>not</em> [ … ]." in text


@pytest.mark.parametrize("address", [REVIEW, "/cards/settings/", "/cards/new/"])
def test_every_page_of_cards_is_marked_in_the_navigation(as_ada, address):
    assert f'href="{reverse("flashcards:overview")}" aria-current="true"' in as_ada.get(address).text
    assert 'aria-current="true"' not in as_ada.get("/sources/").text


# Shut books.


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_cards_are_shut_while_a_closed_book_attempt_runs(as_ada, ada, headers):
    question = QuestionFactory(published=True)
    found = question_card(ada, question, **in_review())
    attempt = started(ada, quiz(is_open_book=False), at=now())
    for address in (REVIEW, reverse("flashcards:turn", args=[found.pk]), found.get_absolute_url()):
        reply = as_ada.get(address, headers=headers)
        assert reply.status_code == 403
        assert question.stem not in reply.text
        # A refusal is a page of its own, never a part of another.
        assert reply.get("HX-Refresh") == ("true" if headers else None)
    attempt.finish(at=now())
    assert as_ada.get(REVIEW, headers=headers).status_code == 200


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_a_page_that_was_open_before_rates_nothing_while_the_cards_are_shut(as_ada, ada, headers):
    found = question_card(ada, **in_review())
    rated(found, at=now())
    attempt = started(ada, quiz(is_open_book=False), at=now())
    before = rows()
    for reply in (
        rate(as_ada, found, headers=headers),
        undo(as_ada, headers=headers),
        aside(as_ada, found, "suspend", headers=headers),
    ):
        assert reply.status_code == 403
        assert ("is a closed-book quiz and your attempt is still running" in reply.text) is (not headers)
        assert reply.get("HX-Refresh") == ("true" if headers else None)
    assert rows() == before
    attempt.finish(at=now())
    assert rate(as_ada, found, headers=headers).status_code == 302
    assert Review.objects.count() == 2


# What it costs.


def test_a_front_a_back_and_a_rating_cost_few_statements(as_ada, ada):
    """With the two that every signed-in page costs, and the one that asks whether the cards are shut."""
    learner_of(ada)
    found, note = question_card(ada, **in_review(NOON - DAY)), own_card(ada, "In {{Geneva}} on {{Monday}}.")
    as_ada.get(REVIEW)
    turn(as_ada, found)
    assert len(statements(lambda: as_ada.get(REVIEW))) <= 5
    assert len(statements(lambda: turn(as_ada, found, headers=HTMX))) <= 6
    assert len(statements(lambda: rate(as_ada, found, seen=3))) <= 7
    assert len(statements(lambda: rate(as_ada, note, seen=0))) <= 7


def test_a_person_without_cards_is_told_how_to_begin(as_ada):
    assert "Add a set below" in as_ada.get("/cards/").text
    assert "You have no cards yet." in as_ada.get(REVIEW).text
