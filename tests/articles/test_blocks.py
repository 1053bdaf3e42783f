import os
import re
import textwrap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.articles.blocks import Block, Problem, Role, numbered, read

SAMPLES = sorted(Path(__file__).with_name("samples").glob("*.txt"))
ORIGINALS = Path(os.environ.get("ATTEST_ORIGINALS", Path(__file__).parents[3] / "shared" / "seeds"))
MARKS = {
    "T": Role.TITLE,
    "H": Role.HEADING,
    "P": Role.BODY,
    "C": Role.CAPTION,
    "K": Role.CREDIT,
    "X": Role.BOILERPLATE,
}
# The role of each line that is not blank, as a person sorted the five originals. N times P is "P*N".
EXPECTED_OF_ORIGINALS = {
    "000": "T X P P H P H P P P H P P P H P X",
    "001": "X T C P*16 X X X X X",
    "002": "P*14 X",
    "003": "X T X P H P P P C P P P P C P P P P C P P P P P C P P P P P P K X*10",
    "004": "T P*24 X X",
}
PROSE = "The mule stood in the rain and waited for the priest, who was late."


def marked(sample: Path) -> tuple[list[Role], str]:
    """A sample's lines start with the mark of their role: `P| The mule waited.`"""
    lines = sample.read_text().splitlines()
    roles = [MARKS[line[0]] for line in lines if line]
    return roles, "\n".join(line[3:] for line in lines)


def sorted_lines(text: str, **known: str) -> list[tuple[Role, str]]:
    blocks = read(text.encode(), **known)
    assert not isinstance(blocks, Problem), blocks
    return [(block.role, block.text) for block in blocks]


def role_of(line: str, text: str) -> Role:
    return next(role for role, shown in sorted_lines(text) if shown == line)


def article(*lines: str) -> str:
    return "\n\n".join(("The mule and the priest", PROSE, *lines, PROSE.replace("mule", "cart")))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_each_line_of_a_sample_gets_the_role_a_person_gave_it(sample):
    roles, text = marked(sample)
    lines = [line for line in text.splitlines() if line]
    assert sorted_lines(text) == list(zip(roles, lines, strict=True))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_the_ends_of_lines_do_not_matter(sample):
    _, text = marked(sample)
    assert sorted_lines(text.replace("\n", "\r\n")) == sorted_lines(text)


@pytest.mark.parametrize("width", [60, 72, 79])
@pytest.mark.parametrize("name", ["news_with_advertisements", "wire_report", "captions", "works_cited"])
def test_a_hard_wrapped_text_reads_like_the_same_text_on_long_lines(name, width):
    roles, text = marked(Path(__file__).with_name("samples") / f"{name}.txt")
    lines = [line for line in text.splitlines() if line]
    wrapped = "\n\n".join(textwrap.fill(line, width, break_on_hyphens=False) for line in lines)
    assert sorted_lines(wrapped) == list(zip(roles, lines, strict=True))


def test_a_word_split_at_the_hyphen_of_a_wrapped_line_is_joined_without_a_space():
    text = "The priest walked slowly, for he was a god-\nfearing man and the road was long and wet;\nhe sang."
    assert sorted_lines(text) == [(Role.BODY, text.replace("-\n", "-").replace("\n", " "))]


def test_indented_paragraphs_of_a_wrapped_text_stay_apart():
    text = textwrap.fill(PROSE * 3, 60, initial_indent="    ")
    assert len(sorted_lines(f"{text}\n{text}")) == 2


def test_lines_of_a_poem_are_not_joined():
    poem = "The mule stood waiting in the rain,\nThe priest was late for church again,\nThe bell was rung.\n"
    assert [text for _, text in sorted_lines(poem)] == poem.splitlines()


@pytest.mark.skipif(
    not ORIGINALS.is_dir(), reason=f"could not compare with the originals: no folder {ORIGINALS.name}"
)
@pytest.mark.parametrize("name", EXPECTED_OF_ORIGINALS)
def test_the_five_originals_are_sorted_as_a_person_sorted_them(name):
    text = next(ORIGINALS.glob(f"{name}*.txt")).read_bytes()
    counted = re.sub(
        r"(\w)\*(\d+)", lambda found: " ".join(found[1] * int(found[2])), EXPECTED_OF_ORIGINALS[name]
    )
    lines = [place for place, line in enumerate(text.decode().splitlines(), start=1) if line.strip()]
    found = [block.role for block in read(text)]
    wanted = [MARKS[mark] for mark in counted.split()]
    assert list(zip(lines, found, strict=True)) == list(zip(lines, wanted, strict=True))


def test_blocks_are_numbered_from_1_within_their_role():
    pairs = [
        (Role.TITLE, "A"),
        (Role.BODY, "B."),
        (Role.BOILERPLATE, "C"),
        (Role.HEADING, "D"),
        (Role.BODY, " E. "),
    ]
    assert numbered(pairs) == (
        Block(Role.TITLE, "A", 1),
        Block(Role.BODY, "B.", 1),
        Block(Role.BOILERPLATE, "C", None),
        Block(Role.HEADING, "D", 1),
        Block(Role.BODY, "E.", 2),
    )


def test_a_blank_text_is_no_block():
    assert numbered([(Role.BODY, " \n"), (Role.BODY, "Rain.")]) == (Block(Role.BODY, "Rain.", 1),)


def test_a_title_that_is_known_is_found_whatever_its_quotation_marks_and_case():
    text = f"The Tarn Gazette\n\nHe said “No.”\n\n{PROSE}"
    assert sorted_lines(text, title='he said "no."')[1] == (Role.TITLE, "He said “No.”")


def test_a_known_title_that_is_not_in_the_text_adds_nothing():
    assert sorted_lines(PROSE, title="On mules") == [(Role.BODY, PROSE)]


@pytest.mark.parametrize("leftover", ["( – ", "() — ", "(- ", "[ – "])
def test_the_rest_of_a_dateline_that_was_cut_out_is_dropped(leftover):
    assert sorted_lines(leftover + PROSE) == [(Role.BODY, PROSE)]


@pytest.mark.parametrize("start", ["(Ashton) – ", "( – it rained – ) ", "– "])
def test_a_start_that_belongs_to_the_paragraph_stays(start):
    assert sorted_lines(start + PROSE) == [(Role.BODY, start + PROSE)]


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "Story continues below advertisement",
        "Subscribe to our newsletter",
        "Share this article",
        "Read more: A mule wins the fair",
        "Related: Rain in the hills",
        "5 min read",
        "Updated 10:15 GMT, 3 June 2021",
        "Thursday, June 3, 2021",
        "We use cookies to give you the best experience.",
        "* * *",
        "Click here to support us",
    ],
)
def test_a_notice_between_paragraphs_is_furniture_and_the_article_goes_on(line):
    found = sorted_lines(article(line))
    assert (Role.BOILERPLATE, line) in found
    assert found[-1][0] is Role.BODY


@pytest.mark.parametrize(
    "line",
    [
        "“No,” she said.",
        "Nobody spoke.",
        "Subscribers to the paper were asked to share this with a neighbour.",
        "Copyright was unknown in the valley until 1911, and nobody missed it.",
        "He stood by Ann Lee.",
        "The island can be reached by boat.",
        "The vote count was read aloud, twice.",
        "In 2021 the river rose again (see the map in the town hall).",
        "She opened the box. It held a photo of Bo Ray.",
    ],
)
def test_a_short_sentence_that_only_looks_like_furniture_is_a_paragraph(line):
    assert role_of(line, article(line)) is Role.BODY


@pytest.mark.parametrize(
    "line",
    [
        "The bridge at dawn. (Tom Fields/Tarn Gazette)",
        "The bridge at dawn on Thursday, June 3, 2021.Tom Fields/Gazette/Hill Pictures",
        "The bridge at dawn, seen from the mill. Photo: Tom Fields",
        "FILE – The bridge in 2019, before the flood.",
        "Ann Lee, left, and Bo Ray open the bridge.",
        "The bridge at dawn. © Tom Fields",
        "Fig. 2: The bridge and its piers",
    ],
)
def test_a_line_with_a_photo_credit_or_a_start_of_a_caption_is_a_caption(line):
    assert role_of(line, article(line)) is Role.CAPTION


@pytest.mark.parametrize(
    "line",
    [
        "By Jane Doe",
        "BY JANE DOE AND TOM FIELDS",
        "By Jane Doe, Staff Writer | June 3, 2021",
        "Reporting by Jane Doe in Ashton; editing by Tom Fields",
        "Jane Doe and Tom Fields in Ashton contributed.",
        "Jane Doe contributed to this report.",
        "Photo: Jane Doe",
    ],
)
def test_a_line_that_only_names_who_did_the_work_is_a_credit(line):
    assert role_of(line, article(line)) is Role.CREDIT


def test_a_headline_with_by_in_it_is_no_byline():
    text = f"Old Mill Bought By Ashton Baker\n\n{PROSE}"
    assert sorted_lines(text)[0][0] is Role.TITLE


def test_headlines_after_the_last_paragraph_are_not_headings():
    text = f"On mules\n\n{PROSE}\n\nSnow closes schools\n\nFive soups for winter"
    assert [role for role, _ in sorted_lines(text)] == [
        Role.TITLE,
        Role.BODY,
        Role.BOILERPLATE,
        Role.BOILERPLATE,
    ]


def test_a_list_at_the_end_is_part_of_the_article():
    text = f"On mules\n\n{PROSE}\n\nYou will need:\n\n- a mule\n- some bread"
    assert [role for role, _ in sorted_lines(text)][1:] == [Role.BODY] * 4


def test_a_byte_order_mark_is_no_part_of_the_text():
    assert read(b"\xef\xbb\xbf" + PROSE.encode()) == (Block(Role.BODY, PROSE, 1),)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a" * 2_000_001, ["2,000,001", "2,000,000"]),
        (b"", ["no text", "paste"]),
        (b" \r\n\xef\xbb\xbf\n", ["no text"]),
        (b"Rain\x00.", ["Byte 5", "NUL"]),
        (PROSE.encode("utf-16"), ["UTF-16", "UTF-8"]),
        (PROSE.encode("utf-16-le"), ["UTF-16", "UTF-8"]),
        ("Rain.\nCaf\u00e9.".encode("latin-1"), ["Line 2", "byte 10", "E9", "save the file as UTF-8"]),
        (b"On mules", ["No paragraph"]),
        (b"Rain.\n" * 5_001, ["5,001 lines"]),
    ],
)
def test_what_cannot_be_read_is_refused_with_one_sentence(content, words):
    problem = read(content)
    assert isinstance(problem, Problem)
    assert all(word in problem.sentence for word in words)
    assert problem.sentence.endswith(".")
    assert not re.search(r"[.!?] [A-Z]", problem.sentence)


def test_two_million_bytes_are_not_too_many():
    assert len(read(b"Rain fell. " * 181_818)) == 1


LINES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=90)


@given(st.binary(max_size=400), st.sampled_from(["", "a.txt", "a.html"]))
@settings(max_examples=300, deadline=None)
def test_no_bytes_are_too_strange_to_answer(content, name):
    found = read(content, name=name)
    assert isinstance(found, Problem) or any(block.role is Role.BODY for block in found)


@given(st.lists(LINES, max_size=12))
@settings(max_examples=300, deadline=None)
def test_every_line_comes_out_once_and_in_order(lines):
    text = "\n\n".join([PROSE, *lines])
    kept = [block.text for block in read(text.encode(), name="a.txt")]
    assert len(kept) == sum(map(has_a_sign, [PROSE, *lines]))
    wanted = [line for line in [PROSE, *lines] if has_a_sign(line)]
    for shown, line in zip(kept, wanted, strict=True):
        assert shown in line
        assert not [sign for sign in line.replace(shown, "", 1) if sign.isalnum()]


def has_a_sign(line: str) -> bool:
    return bool(re.sub(r"[\s\u200b-\u200d\u2060\ufeff]", "", line))


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_the_order_of_samples_lines_never_loses_one(data):
    _, text = marked(data.draw(st.sampled_from(SAMPLES)))
    lines = data.draw(st.permutations([line for line in text.splitlines() if line]))
    found = read("\n\n".join(lines).encode(), name="a.txt")
    assert [block.text for block in found] == lines
