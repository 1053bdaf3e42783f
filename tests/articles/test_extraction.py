import socket
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.articles.blocks import Problem, Role, read

SAMPLES = Path(__file__).with_name("samples")
T, H, P, C, K, X = Role.TITLE, Role.HEADING, Role.BODY, Role.CAPTION, Role.CREDIT, Role.BOILERPLATE
RAIN = "It had rained for nine days, and the river stood at the doors of the lower town when the mayor spoke."


def sorted_page(page: str, *, name: str = "a.html") -> list[tuple[Role, str]]:
    blocks = read(page.encode(), name=name)
    assert not isinstance(blocks, Problem), blocks
    return [(block.role, block.text) for block in blocks]


def roles(page: str) -> dict[str, Role]:
    return {text: role for role, text in sorted_page(page)}


def story(inside: str) -> str:
    return (
        f"<html><body><article><h1>Rain</h1><p>{RAIN}</p>{inside}<p>{RAIN} Again.</p></article></body></html>"
    )


def test_a_news_page_gives_its_article_and_sets_the_rest_aside():
    assert sorted_page((SAMPLES / "news.html").read_text()) == [
        (X, "We use cookies."),
        (X, "The Tarn Gazette"),
        (X, "News"),
        (X, "Sport"),
        (T, "Flood closes bridge"),
        (H, "Marrow waits for its engineers"),
        (K, "By Jane Doe"),
        (X, "3 June 2021"),
        (C, "The bridge at dawn. Tom Fields"),
        (
            P,
            "The old bridge over the Tarn was closed on Thursday — after the river rose by two metres in a night.",
        ),
        (P, "“No,” she said."),
        (X, "Related"),
        (X, "Snow closes schools"),
        (X, "Advertisement"),
        (P, "Rain"),
        (H, "What happens next?"),
        (P, "Engineers will look at the piers on Monday."),
        (P, "First the piers."),
        (P, "Then the deck"),
        (P, "It is only a bridge."),
        (X, "Built"),
        (X, "1871"),
        (X, "Read more: How the bridge was built"),
        (P, "It was built in 1871."),
        (P, "It has been closed twice."),
        (K, "Additional reporting by Tom Fields."),
        (X, "Comments"),
        (X, "I crossed it once, long ago, and my mule would not follow me over it."),
        (X, "© 2021 The Tarn Gazette. All rights reserved."),
    ]


def test_a_page_without_an_article_element_gives_its_paragraphs():
    assert sorted_page((SAMPLES / "encyclopedia.html").read_text()) == [
        (T, "Sea otter"),
        (X, "From OpenBook, the free encyclopedia"),
        (X, "Kingdom"),
        (X, "Animalia"),
        (P, "The sea otter is a marine mammal of the coasts.[1]"),
        (X, "Contents"),
        (X, "Popular culture"),
        (H, "Popular culture"),
        (
            P,
            "Otters are in songs. They are in films, too, and in many of the books that children read at school.",
        ),
        (X, "See also"),
        (X, "River otter"),
        (X, "References"),
        (X, "Doe, Jane (2011). The Otters."),
    ]


@pytest.mark.parametrize("tag", ["nav", "footer", "aside", "form"])
def test_text_in_a_page_s_furniture_is_furniture_even_in_sentences(tag):
    assert roles(story(f"<{tag}><p>The mule is for sale.</p></{tag}>"))["The mule is for sale."] is X


def test_a_script_is_not_text():
    assert not [text for _, text in sorted_page(story("<script>the_mule()</script>")) if "mule" in text]


def test_a_form_round_the_whole_page_is_not_furniture():
    page = f"<html><body><form><h1>Rain</h1><p>{RAIN}</p><p>It went on.</p></form></body></html>"
    assert sorted_page(page) == [(T, "Rain"), (P, RAIN), (P, "It went on.")]


def test_a_live_report_of_many_articles_keeps_them_all():
    parts = "".join(f"<article><h2>{hour}:00</h2><p>At {hour} it rained.</p></article>" for hour in (9, 10))
    assert sorted_page(f"<main><h1>Rain, live</h1>{parts}</main>") == [
        (T, "Rain, live"),
        (H, "9:00"),
        (P, "At 9 it rained."),
        (H, "10:00"),
        (P, "At 10 it rained."),
    ]


def test_only_the_first_main_heading_is_the_title():
    assert roles(story("<h1>The second day</h1>"))["The second day"] is H


def test_an_address_is_a_credit():
    assert roles(story("<address>Jane Doe, Ashton</address>"))["Jane Doe, Ashton"] is K


def test_a_paragraph_that_starts_with_an_author_s_linked_name_is_no_credit():
    text = "Jane Doe is the mayor."
    assert roles(story('<p><a rel="author" href="/j">Jane Doe</a> is the mayor.</p>'))[text] is P


def test_words_in_neighbouring_tags_do_not_run_together():
    assert "wet old mule" in roles(story("<p><b>wet</b> <i>old</i>\n<u>mule</u></p>"))


def test_a_classname_on_a_paragraph_s_wrapper_hides_nothing_when_it_wraps_everything():
    page = f'<div class="comments related"><h1>Rain</h1><p>{RAIN}</p></div>'
    assert roles(page)[RAIN] is P


def test_the_stop_list_follows_the_language_of_the_page():
    german = (
        "Der Fluss stand in der Nacht vor den Türen der unteren Stadt, und als die Bürgermeisterin sprach, war es so "
        "still, dass man den Regen auf den Dächern hörte, der seit neun Tagen nicht mehr aufgehört hatte"
    )
    page = f'<html lang="{{}}"><body><div>{german}</div><div>{german} und so</div></body></html>'
    assert {role for role, _ in sorted_page(page.format("de-CH"))} == {P}


def test_html_is_known_by_its_start_without_a_name():
    assert sorted_page(f"<div><p>{RAIN}</p></div>", name="") == [(P, RAIN)]


def test_a_text_file_about_tags_is_not_a_page():
    text = "<p> opens a paragraph and </p> closes it."
    assert sorted_page(text, name="notes.txt") == [(P, text)]


def test_a_byte_that_claims_another_encoding_changes_nothing():
    page = f'<?xml version="1.0" encoding="utf-16"?><html><head><meta charset="latin1"></head><p>Café. {RAIN}</p></html>'
    assert sorted_page(page)[-1] == (P, f"Café. {RAIN}")


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<div>" * 400 + "<p>Rain fell.", "150 deep"),
        ("<p>a" * 40_000, "30,000"),
        ("<p " + " ".join(f"a{n}" for n in range(100_000)) + ">Rain fell.</p>", "200 attributes"),
        ("<article>" + "<p>Rain fell." * 6_000, "6,000 paragraphs"),
        ("<html></html>", "No paragraph"),
        ("<frameset><frame src='file:///etc/passwd'></frameset>", "No paragraph"),
    ],
)
def test_a_page_too_tangled_to_read_is_refused_with_a_sentence(page, words):
    problem = read(page.encode(), name="a.html")
    assert isinstance(problem, Problem)
    assert words in problem.sentence


@pytest.mark.parametrize(
    "page",
    [
        '<p class="' + "a " * 500_000 + '">Rain fell.</p>',
        "<p>&#xD800;&#x110000;&#0;&nothing; Rain fell.",
        "<!DOCTYPE html [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><p>&b; Rain fell.",
        "<p><svg:p xmlns:svg='x'><o:p>Rain fell.</p>",
        "<table><tr><td>" * 40 + "Rain fell.",
        '<p data-attest-role="no such role">Rain fell.',
        "<p>Rain fell.</p><script>" + "<p>" * 100_000,
    ],
)
def test_broken_and_hostile_markup_still_gives_its_paragraph(page):
    assert any(text.endswith("Rain fell.") and role is P for role, text in sorted_page(page))


def test_nothing_is_fetched(monkeypatch):
    def refuse(*_: object) -> None:
        raise AssertionError("a page must not open a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    page = f'<!DOCTYPE html SYSTEM "http://invalid.example/a.dtd"><link rel=stylesheet href="http://invalid.example/a.css"><p>{RAIN}</p>'
    assert sorted_page(page) == [(P, RAIN)]


TAGS = st.sampled_from(
    "p div article main h1 h2 ul li nav aside form figure figcaption table td br script title body html span a b pre".split()  # noqa: SIM905
)
PIECES = st.one_of(
    TAGS.map("<{}>".format),
    TAGS.map("</{}>".format),
    TAGS.map("<{} class='byline' hidden>".format),
    st.text(max_size=12),
    st.sampled_from(
        [RAIN, "<!--", "-->", "<![CDATA[", "]]>", "<?x", "&amp", "<a href='", '"', "<p", "Advertisement"]
    ),
)


@given(st.lists(PIECES, max_size=40).map("".join))
@settings(max_examples=400, deadline=None)
def test_no_soup_of_tags_is_too_strange_to_answer(soup):
    found = read(soup.encode(errors="replace"), name="a.html")
    assert isinstance(found, Problem) or any(block.role is P and block.text for block in found)
