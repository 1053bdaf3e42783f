"""A student's own cards: typed freely, or made of words in a source, which stay their evidence."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from quizzes.articles.models import Passage
from quizzes.flashcards.shown import NoteCard
from quizzes.models import Card, Note, Review
from tests.attempts.quizzes import NOON, quiz, started
from tests.factories import SENTENCES, ArticleFactory, body, own_card, passage
from tests.flashcards.cards import in_review, rated, row, rows, said, turn

pytestmark = pytest.mark.django_db
WORDS = "after seven days"


@pytest.fixture
def cited(db) -> Passage:
    return passage(ArticleFactory(), 2)


def new(client: Client, front: str = "", back: str = "", **how) -> HttpResponse:
    return client.post(reverse("flashcards:new"), {"front": front, "back": back} | how)


def edit(
    client: Client, found: Card, front: str, back: str = "", *, follow: bool = False, **how
) -> HttpResponse:
    fields = {"front": front, "back": back} | how
    return client.post(reverse("flashcards:edit", args=[found.pk]), fields, follow=follow)


def source(cited: Passage, words: str = WORDS) -> dict:
    start = cited.text.index(words)
    return {"passage": cited.pk, "start": start, "end": start + len(words)}


def made(front: str, back: str = "", gap: int = 1) -> NoteCard:
    """A card's two sides, without a store."""
    return NoteCard(Card(note=Note(front=front, back=back), gap=gap))


def faces(client: Client, found: Card) -> tuple[str, str]:
    return client.get(reverse("flashcards:review"), {"card": found.pk}).text, turn(client, found).text


# Writing one.


def test_a_front_and_a_back_make_one_card(as_ada, ada):
    assert new(as_ada, "When did it open?", "On Monday.").status_code == 302
    found = ada.cards.get()
    assert (found.gap, found.note.front, found.note.back) == (0, "When did it open?", "On Monday.")
    assert found.deck.title == "My own cards"
    front, back = faces(as_ada, found)
    assert "When did it open?" in front
    assert "On Monday." not in front
    assert "On Monday." in back


def test_each_gap_makes_a_card_that_asks_for_it_alone(as_ada, ada):
    new(as_ada, "The talks were in {{Geneva}} on {{Monday}}.", "So says the AP.")
    one, two = ada.cards.order_by("gap")
    front, back = faces(as_ada, one)
    assert "Geneva" not in front
    assert "Monday" in front
    assert "So says the AP." not in front
    assert "<strong>Geneva</strong>" in back
    assert "So says the AP." in back
    assert "Monday" not in faces(as_ada, two)[0]
    assert "{{" not in front + back


def test_words_of_a_source_stay_the_evidence_of_the_card(as_ada, ada, cited):
    page = as_ada.get(reverse("flashcards:new"), source(cited))
    assert f"{{{{{WORDS}}}}}" in page.context["form"].initial["front"]
    reply = new(as_ada, "It opened {{after seven days}}.", **source(cited))
    assert reply["Location"] == cited.get_absolute_url()
    note = Note.objects.get()
    assert (note.passage, note.quote, note.start) == (cited, WORDS, cited.text.index(WORDS))
    front, back = faces(as_ada, ada.cards.get())
    assert f"<mark>{WORDS}</mark>" in back
    assert cited.get_absolute_url() in back
    assert WORDS not in front


def test_a_whole_passage_may_be_taken(as_ada, ada, cited):
    new(as_ada, "What was said?", "Seven days.", passage=cited.pk)
    assert Note.objects.get().quote == cited.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"passage": "x"},
        {"passage": "0"},
        {"passage": "9" * 40},
        {"passage": "-1"},
        {"passage": "\x00"},
        {"start": "5", "end": "5"},
        {"start": "9", "end": "5"},
        {"end": "100000"},
        {"start": "-1"},
        {"start": "²"},
        {"start": "1.5"},
    ],
)
def test_words_that_stand_nowhere_are_no_evidence_and_break_nothing(as_ada, cited, wrong):
    named = dict((source(cited) | wrong).items())
    assert as_ada.get(reverse("flashcards:new"), named).status_code == 200
    refused = new(as_ada, "When?", "On Monday.", **named)
    assert refused.status_code == 422
    assert "The words this card was begun from cannot be found any more" in refused.text
    assert (refused.context["form"]["front"].value(), refused.context["form"]["back"].value()) == (
        "When?",
        "On Monday.",
    )
    assert not Note.objects.exists()
    assert 'name="passage"' not in refused.text
    assert new(as_ada, "When?", "On Monday.").status_code == 302
    note = Note.objects.get()
    assert (note.passage, note.quote) == (None, "")


def test_a_source_that_moved_on_says_so_on_the_card_and_keeps_its_words(as_ada, ada, cited):
    new(as_ada, "It opened {{after seven days}}.", **source(cited))
    article = cited.revision.article
    assert "has since changed" not in faces(as_ada, ada.cards.get())[1]
    gone = "The words it was made from stand no longer in the source"
    article.revise(body([f"It opened {WORDS}.", "Other words."]), cited.revision.wording)
    back = faces(as_ada, ada.cards.get())[1]
    assert "has since changed" in back
    assert gone not in back
    article.revise(body(["Other words."]), cited.revision.wording)
    back = faces(as_ada, ada.cards.get())[1]
    assert f"<mark>{WORDS}</mark>" in back
    assert gone in back
    assert gone in as_ada.get(ada.cards.get().get_absolute_url()).text


# What is refused.


@pytest.mark.parametrize(
    ("front", "back", "told"),
    [
        ("", "On Monday.", "required"),
        ("   ", "On Monday.", "required"),
        ("When?", "", "Write what is on the back"),
        ("When?", "  \n", "Write what is on the back"),
        ("In {{ }}.", "", "Write what is on the back"),
        ("x" * 2_001, "On Monday.", "2,001 characters"),
        ("When?", "x" * 2_001, "2,001 characters"),
        ("{{a}} " * 21, "", "More than 20 gaps"),
        ("a\x00b", "c", "Null characters"),
    ],
)
def test_what_makes_no_card_is_told_and_what_was_typed_stays(as_ada, front, back, told):
    page = new(as_ada, front, back)
    assert page.status_code == 422
    assert told in page.text
    assert not Note.objects.exists()
    assert page.context["form"]["front"].value() == front


def test_the_longest_note_is_taken(as_ada, ada):
    assert new(as_ada, "{{a}} " * 20 + "x" * 1_880, "y" * 2_000).status_code == 302
    assert ada.cards.count() == 20


# Markdown.


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        '<a hx-get="/accounts/logout/" hx-trigger="load">x</a>',
        "<style>body{display:none}</style>",
    ],
)
@pytest.mark.parametrize("where", ["front", "back", "gap"])
def test_a_note_is_shown_without_anything_that_acts(as_ada, ada, evil, where):
    texts = {"front": "When?", "back": "On Monday."}
    texts |= {"front": f"When {{{{{evil}}}}}?"} if where == "gap" else {where: evil}
    assert new(as_ada, **texts).status_code == 302
    found = ada.cards.get()
    deck = reverse("flashcards:deck", args=[found.deck_id])
    pages = [*faces(as_ada, found), as_ada.get(deck).text, as_ada.get(found.get_absolute_url()).text]
    for page in pages:
        for acts in (
            "<script>alert",
            "<img src=x",
            'href="javascript',
            '<a hx-get="/accounts',
            "<style>body",
        ):
            assert acts not in page


@pytest.mark.parametrize(
    ("front", "gap", "shown"),
    [
        ("It was {{seven}} days.", 1, "It was <strong>seven</strong> days."),
        ("*It was {{seven}} days.*", 1, "<em>It was <strong>seven</strong> days.</em>"),
        ("**It was {{seven}} days.**", 1, "seven"),
        ("It was **{{seven}}** days.", 1, "<strong>seven</strong>"),
        ('It was {{"seven"}}days.', 1, '<strong>"seven"</strong>'),
        ("({{seven}}days)", 1, "<strong>seven</strong>"),
        ("It was {{7*}}24 hours.", 1, "<strong>7*</strong>"),
        ("- first {{seven}}\n- then", 1, "<strong>seven</strong>"),
    ],
)
def test_a_gap_reads_well_inside_other_marks(as_ada, ada, front, gap, shown):
    """No stray asterisks on the page, whatever stands around the gap."""
    new(as_ada, front)
    asked, back = faces(as_ada, ada.cards.get(gap=gap))
    stars = shown.count("*")
    for page in (asked, back):
        text = page.split('id="stem"')[1].split("</div>")[0]
        if page is asked:
            assert text.count("*") <= stars
        assert "**" not in text
    assert shown in back.replace("&quot;", '"')


def test_the_front_of_a_gap_does_not_tell_how_long_its_words_are():
    assert made("In {{Rome}}.").front == made("In {{a much longer town}}.").front


# Typing the words.


def test_the_words_of_a_gap_may_be_typed_and_are_compared(as_ada, ada):
    new(as_ada, "The talks were in {{Geneva}}.")
    found = ada.cards.get()
    page = turn(as_ada, found, "Genva")
    assert page.context["suggested"] == 1
    assert "<ins>e</ins>" in page.text
    assert 'class="verdict wrong" role="status"' in page.text
    right = turn(as_ada, found, " geneva ")
    assert right.context["suggested"] == 3
    assert 'class="verdict right" role="status"' in right.text
    assert "Yours, mended" not in right.text
    assert 'class="verdict' not in turn(as_ada, found).text
    assert turn(as_ada, found, "").context["suggested"] is None
    assert turn(as_ada, found, ["<b>x</b>", "y"]).status_code == 200
    assert "<b>x</b>" not in turn(as_ada, found, "<b>x</b>").text


def test_a_back_is_not_typed(as_ada, ada):
    new(as_ada, "When?", "On Monday.")
    assert turn(as_ada, ada.cards.get(), "On Monday.").context["suggested"] is None


def test_turning_changes_nothing(as_ada, ada):
    new(as_ada, "The talks were in {{Geneva}}.")
    before = rows(Card, Review, Note)
    turn(as_ada, ada.cards.get(), "Geneva")
    assert rows(Card, Review, Note) == before


# Changing it.


def test_a_changed_note_keeps_the_memory_of_its_cards(as_ada, ada):
    found = own_card(ada, "In {{Geneva}} on {{Monday}}.")
    Card.objects.filter(pk=found.pk).update(**in_review())
    before = row(found)
    assert edit(as_ada, found, "In {{Genoa}} on {{Monday}}, {{by train}}.").status_code == 302
    assert row(found) == before
    assert list(ada.cards.order_by("gap").values_list("gap", flat=True)) == [1, 2, 3]


def test_a_gap_that_is_closed_takes_its_card_along_and_no_other(as_ada, ada):
    found = own_card(ada, "In {{Geneva}} on {{Monday}}.")
    other = own_card(ada, "By {{train}}.")
    for one in (found, found.note.cards.get(gap=2)):
        rated(one)
    kept = row(found)
    edit(as_ada, found.note.cards.get(gap=2), "In {{Geneva}} on Monday.")
    assert row(found) == kept
    assert set(ada.cards.all()) == {found, other}


@pytest.mark.parametrize(
    ("front", "stays"),
    [
        ("In Geneva on {{Monday}}.", {"Monday": 1}),
        ("On {{Monday}} in {{Geneva}}.", {"Geneva": 2, "Monday": 1}),
        ("By {{train}} to {{Geneva}} on {{Monday}}.", {"Geneva": 2, "Monday": 3}),
        ("In Geneva on {{Tuesday}}.", {}),
    ],
)
def test_each_gap_keeps_its_own_memory_wherever_it_stands_then(as_ada, ada, front, stays):
    found = own_card(ada, "In {{Geneva}} on {{Monday}}.")
    of_word = dict(zip(("Geneva", "Monday"), found.note.cards.order_by("gap"), strict=True))
    for word, stability in {"Geneva": 5.0, "Monday": 50.0}.items():
        Card.objects.filter(pk=of_word[word].pk).update(**in_review(stability=stability))
        rated(of_word[word])
    before = {word: row(of_word[word]) for word in stays}
    assert edit(as_ada, found, front).status_code == 302
    for word, gap in stays.items():
        assert row(of_word[word]) == before[word] | {"gap": gap}
        assert of_word[word].reviews.count() == 1
    others = ada.cards.exclude(pk__in=[of_word[word].pk for word in stays])
    assert not others.exclude(state=0).exists()


def test_a_change_tells_which_cards_went_with_their_gaps(as_ada, ada):
    found = own_card(ada, "In {{Geneva}} on {{Monday}} by {{train}}.")
    told = said(edit(as_ada, found, "In Geneva on {{Monday}} by {{train}}.", follow=True))
    assert told == ["Saved. The card of the gap “Geneva” is gone with its ratings, for that gap is no more."]
    left = ada.cards.first()
    assert said(edit(as_ada, left, "On {{Monday}} by {{train}}.", follow=True)) == ["Saved."]


def test_the_evidence_stays_when_the_text_is_changed(as_ada, ada, cited):
    new(as_ada, "It opened {{after seven days}}.", **source(cited))
    edit(as_ada, ada.cards.get(), "It opened {{after a week}}.", passage="", start="0")
    note = Note.objects.get()
    assert (note.passage, note.quote) == (cited, WORDS)


def test_a_change_that_is_refused_changes_nothing(as_ada, ada):
    found = own_card(ada)
    before = rows(Card, Note)
    page = edit(as_ada, found, "", "")
    assert page.status_code == 422
    assert rows(Card, Note) == before


def test_a_deleted_note_takes_its_cards_along(as_ada, ada):
    found, other = own_card(ada, "In {{Geneva}} on {{Monday}}."), own_card(ada)
    rated(found)
    address = reverse("flashcards:delete", args=[found.pk])
    assert f'href="{address}"' in as_ada.get(reverse("flashcards:edit", args=[found.pk])).text
    before = rows(Card, Note, Review)
    asked = as_ada.get(address).text
    assert "2 cards made of this text go, with 1 rating." in asked
    assert as_ada.post(reverse("flashcards:edit", args=[found.pk]), {"delete": "1"}).status_code == 422
    assert rows(Card, Note, Review) == before
    assert as_ada.post(address).status_code == 302
    assert list(ada.cards.all()) == [other]
    assert Note.objects.get() == other.note
    assert as_ada.post(address).status_code == 404


def test_sending_the_form_twice_makes_one_card(as_ada, ada):
    """A double click, or the lost reply to the first."""
    for _ in range(2):
        new(as_ada, "When did it open?", "On Monday.")
    assert ada.cards.count() == 1


# While a closed-book attempt runs.


def test_no_source_shows_by_way_of_a_note_while_a_closed_book_attempt_runs(as_ada, ada, cited):
    new(as_ada, "It opened {{after seven days}}.", "Said the mayor.", **source(cited))
    found = ada.cards.get()
    attempt = started(ada, quiz(is_open_book=False), at=NOON)
    addresses = {
        "new": reverse("flashcards:new") + f"?passage={cited.pk}",
        "edit": reverse("flashcards:edit", args=[found.pk]),
        "delete": reverse("flashcards:delete", args=[found.pk]),
        "turn": reverse("flashcards:turn", args=[found.pk]),
        "card": reverse("flashcards:card", args=[found.pk]),
        "deck": reverse("flashcards:deck", args=[found.deck_id]),
        "review": reverse("flashcards:review"),
        "overview": reverse("flashcards:overview"),
    }
    shown = [name for name, address in addresses.items() if WORDS in as_ada.get(address).text]
    assert shown == []
    attempt.finish(at=NOON)
    assert WORDS in as_ada.get(addresses["turn"]).text
    assert SENTENCES[1] in as_ada.get(addresses["new"]).text
