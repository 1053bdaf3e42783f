"""manage.py load_library, on a small library of two questions, and on the one that ships."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from quizzes.articles.models import Article, Passage
from quizzes.attempts.quiz import Quiz
from quizzes.bank.forms import option_form, question_form
from quizzes.bank.library_items import digest
from quizzes.bank.models import Question, QuestionSet, QuestionVersion
from quizzes.bank.points import Point, SidePassage, witness_count
from quizzes.kinds import KINDS
from quizzes.management.commands.load_library import LIBRARY
from tests.factories import attempt_of, body

pytestmark = pytest.mark.django_db

ARTICLE = """
title = "The bridge"
publisher = "The Lend Post"
published = 2021-05-03
kind = "news_report"
[passages]
p1 = "The bridge over the Lend was closed on Monday, the council said."
c1 = "The bridge on Monday."
p2 = "It was to open again after seven days, according to the mayor."
"""
SET = """
title = "The bridge"
slug = "bridge"
position = 1
description = "What happened on the Lend."

[[questions]]
name = "opening"
kind = "single_choice"
stem = "After how many days was the bridge to open again?"
topic = "Bridges"
[[questions.options]]
text = "Three"
[[questions.options]]
text = "Seven"
right = true
[[questions.citations]]
passage = "lend-post p2"
quote = "after seven days"

[[questions]]
name = "who-closed-it"
kind = "short_text"
stem = "Who said that the bridge was closed?"
[[questions.options]]
text = "The council"
credit = 1
[[questions.citations]]
passage = "lend-post p1"
quote = "the council said"
"""


class Library:
    """A folder of library files, and the command that loads it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("articles", "sets"):
            (folder / name).mkdir()
        self.article, self.set = folder / "articles" / "lend-post.toml", folder / "sets" / "1-bridge.toml"
        self.article.write_text(ARTICLE)
        self.set.write_text(SET)

    def load(self, *arguments: str) -> str:
        return load(str(self.folder), *arguments)

    def change(self, file: Path, old: str, new: str) -> None:
        text = file.read_text()
        assert text.count(old) == 1
        file.write_text(text.replace(old, new))

    def refusal(self) -> str:
        """What a refused load says; it has changed nothing."""
        before = rows()
        with pytest.raises(CommandError) as refused:
            self.load()
        assert rows() == before
        assert str(refused.value).startswith("Nothing was loaded.\n")
        return str(refused.value).removeprefix("Nothing was loaded.\n")


def load(*arguments: str) -> str:
    out = StringIO()
    call_command("load_library", *arguments, stdout=out)
    return out.getvalue()


def rows() -> list[list]:
    tables = (Article, Passage, QuestionSet, Question, QuestionVersion, Quiz)
    return [list(table.objects.order_by("pk").values()) for table in tables]


@pytest.fixture
def library(tmp_path) -> Library:
    return Library(tmp_path)


@pytest.fixture
def loaded(library) -> Library:
    library.load()
    return library


def opening() -> Question:
    return Question.objects.get(library_name="opening")


# The library that ships.


def test_the_library_has_what_it_promises():
    load()
    published = Question.objects.published()
    sizes = [question_set.questions.published().count() for question_set in QuestionSet.objects.all()]
    assert published.count() >= 60
    assert len(sizes) >= 6
    assert min(sizes) >= 8
    assert Article.objects.count() == 5
    assert Passage.objects.filter(role="body", revision__wording="brief").count() == 87
    assert published.filter(topic__name="Reading sources").count() >= 10


def test_the_library_asks_in_every_kind_and_for_the_evidence_in_every_set():
    load()
    published = Question.objects.published()
    assert set(published.values_list("kind", flat=True)) == set(KINDS)
    sets = set(QuestionSet.objects.values_list("pk", flat=True))
    assert set(published.filter(kind="evidence").values_list("question_set", flat=True)) == sets


def test_the_library_records_the_points_on_which_its_articles_differ():
    load()
    points = Point.objects.with_sides()
    assert points.count() >= 25
    assert min(point.sides.count() for point in points) >= 2
    cited = SidePassage.objects.select_related("passage__revision__article")
    assert all(row.is_found for row in cited)
    assert Question.objects.exclude(point=None).count() >= 50
    slugs = {"rewrite-citing-npr", "npr-report"}
    assert witness_count(Article.objects.filter(slug__in=slugs)) == 1


def test_the_library_gives_its_sets_in_quizzes_with_enough_to_draw_from():
    load()
    quizzes = Quiz.objects.offered()
    assert len({quiz.behaviour for quiz in quizzes}) >= 3
    assert not [quiz for quiz in quizzes if quiz.shortage()]
    assert not [quiz for quiz in quizzes if quiz.question_count() < 6]


def test_one_question_of_the_library_is_for_visitors():
    load()
    assert Question.objects.published().filter(is_sample=True).count() == 1
    assert Question.objects.sample() is not None


def test_loading_the_library_again_changes_nothing():
    load()
    before = rows()
    said = load().splitlines()
    assert rows() == before
    assert [line.split(",")[:2] for line in said[:4]] == [[f"{name}: 0 new", " 0 updated"] for name in SORTS]
    assert said[4] == f"quizzes: 0 new, {Quiz.objects.count()} there already."


SORTS = ("articles", "sets", "questions", "points")


def test_every_published_question_of_the_library_has_its_evidence():
    load()
    out = StringIO()
    call_command("check_evidence", stdout=out)
    assert out.getvalue() == f"{Question.objects.published().count()} published questions, 0 broken.\n"


def test_saving_a_question_as_it_stands_does_not_take_it_from_the_library():
    load()
    for question in Question.objects.all():
        save_as_it_stands(question)
    assert load().splitlines()[2].startswith("questions: 0 new, 0 updated")
    assert "kept:" not in load()


def save_as_it_stands(question: Question) -> None:
    """What pressing Save does with the values the form showed, as a browser sends them."""
    save(question_form(question.kind), question)
    for option in question.options.all():
        save(option_form(question.task), option)


def save(form_class: type, instance) -> None:
    shown = form_class(instance=instance)
    sent = {name: as_sent(shown[name].value()) for name in shown.fields}
    form = form_class({name: value for name, value in sent.items() if value is not None}, instance=instance)
    assert form.is_valid(), form.errors
    form.save()


def as_sent(value: object) -> str | None:
    """An unticked box sends nothing; line ends of a text arrive as CR LF."""
    if value is None or value is False:
        return None
    return str(getattr(value, "pk", value)).replace("\n", "\r\n")


# What a first load makes.


def test_a_library_makes_its_articles_sets_and_published_questions(library):
    assert library.load().splitlines() == [
        "articles: 1 new, 0 updated, 0 unchanged, 0 kept as a teacher changed them.",
        "sets: 1 new, 0 updated, 0 unchanged, 0 kept as a teacher changed them.",
        "questions: 2 new, 0 updated, 0 unchanged, 0 kept as a teacher changed them.",
        "points: 0 new, 0 updated, 0 unchanged, 0 kept as a teacher changed them.",
        "quizzes: 0 new, 0 there already.",
    ]
    question = opening()
    assert question.state == Question.State.PUBLISHED
    assert question.current.number == 1
    assert question.topic.name == "Bridges"
    assert question.current.citations.get().passage.anchor == "p2"


def test_passages_stand_in_the_order_of_the_file(loaded):
    anchors = [passage.anchor for passage in Article.objects.get().current.passages.order_by("position")]
    assert anchors == ["p1", "c1", "p2"]


def test_loading_again_changes_nothing(loaded):
    before = rows()
    loaded.load()
    assert rows() == before


# What a teacher changed.


def test_a_teachers_edit_stays_and_is_named(loaded):
    Question.objects.filter(library_name="opening").update(stem="When does it open?")
    said = loaded.load()
    assert opening().stem == "When does it open?"
    assert "kept: opening (overwrite it with --force)" in said
    assert "1 kept as a teacher changed them." in said


def test_a_teachers_edit_stays_when_the_file_changes_too(loaded):
    Question.objects.filter(library_name="opening").update(stem="When does it open?")
    loaded.change(loaded.set, "After how many days", "After what number of days")
    loaded.load()
    assert opening().stem == "When does it open?"


def test_a_question_follows_its_file_again_once_both_say_the_same(loaded):
    Question.objects.filter(library_name="opening").update(stem="After what number of days?")
    loaded.change(
        loaded.set, "After how many days was the bridge to open again?", "After what number of days?"
    )
    loaded.load()
    loaded.change(loaded.set, "After what number of days?", "When?")
    loaded.load()
    assert opening().stem == "When?"


@pytest.mark.parametrize("what", ["an option", "a citation", "the topic", "the set", "the article"])
def test_an_edit_of_any_part_stays(loaded, what):
    question, article = opening(), Article.objects.get()
    changes: dict[str, Callable] = {
        "an option": lambda: question.options.update(feedback="Hm."),
        "a citation": lambda: question.draft_citations.update(quote="seven days"),
        "the topic": lambda: Question.objects.filter(pk=question.pk).update(topic=None),
        "the set": lambda: QuestionSet.objects.update(description="About a bridge."),
        "the article": lambda: Article.objects.update(about="Read it with care."),
    }
    changes[what]()
    before = rows()
    assert "kept: " in loaded.load()
    assert rows() == before
    assert article.revisions.count() == 1


def test_force_restores_what_the_file_says(loaded):
    Question.objects.filter(library_name="opening").update(stem="When does it open?")
    question = opening()
    question.options.update(is_right=True)
    said = loaded.load("--force")
    question = opening()
    assert question.stem == "After how many days was the bridge to open again?"
    assert [option.is_right for option in question.options.all()] == [False, True]
    assert "questions: 0 new, 1 updated, 1 unchanged" in said


def test_a_restored_question_follows_its_file_again(loaded):
    Question.objects.filter(library_name="opening").update(stem="When does it open?")
    loaded.load("--force")
    loaded.change(loaded.set, "After how many days", "After what number of days")
    loaded.load()
    assert opening().stem.startswith("After what number of days")


def test_a_retired_question_stays_retired(loaded):
    opening().retire()
    loaded.change(loaded.set, "After how many days", "After what number of days")
    assert "kept: opening" in loaded.load()
    assert opening().state == Question.State.RETIRED


def test_force_asks_a_retired_question_again(loaded):
    opening().retire()
    loaded.load("--force")
    assert opening().state == Question.State.PUBLISHED


# What changed in the files.


def test_a_changed_file_updates_an_untouched_question_as_a_new_version(loaded):
    loaded.change(loaded.set, "After how many days", "After what number of days")
    assert "questions: 0 new, 1 updated, 1 unchanged" in loaded.load()
    assert opening().current.number == 2
    assert opening().current.face["stem"].startswith("After what number of days")


def test_an_attempt_keeps_the_version_it_was_given(loaded, ada):
    attempt = attempt_of(ada, QuestionSet.objects.get())
    loaded.change(loaded.set, "After how many days", "After what number of days")
    loaded.load()
    asked = attempt.slots.get(version__question=opening()).version
    assert asked.face["stem"].startswith("After how many days")


def test_a_change_that_students_do_not_see_makes_no_version(loaded):
    loaded.change(loaded.set, 'topic = "Bridges"', 'topic = "Rivers"')
    loaded.load()
    assert opening().topic.name == "Rivers"
    assert opening().versions.count() == 1


def test_a_question_put_first_makes_no_versions_of_those_after_it(loaded):
    first = """
[[questions]]
name = "first"
kind = "true_false"
stem = "The bridge was closed."
settings = {answer = true}
[[questions.citations]]
passage = "lend-post p1"
quote = "was closed"
"""
    text = loaded.set.read_text()
    loaded.set.write_text(text.replace("\n[[questions]]", first + "\n[[questions]]", 1))
    loaded.load()
    in_order = Question.objects.in_order().values_list("library_name", "current__number")
    assert list(in_order) == [("first", 1), ("opening", 1), ("who-closed-it", 1)]


def test_a_changed_brief_becomes_a_new_revision_and_old_citations_keep_theirs(loaded):
    loaded.change(loaded.article, "The bridge on Monday.", "The bridge, closed.")
    loaded.load()
    article = Article.objects.get()
    assert article.current.number == 2
    assert opening().current.citations.get().passage.revision.number == 1


def test_a_new_quotation_is_sought_in_the_newest_brief(loaded):
    loaded.change(loaded.article, "after seven days", "within a week")
    loaded.change(loaded.set, "after seven days", "within a week")
    loaded.load()
    cited = opening().current.citations.get()
    assert (cited.quote, cited.passage.revision.number) == ("within a week", 2)


def test_a_changed_description_leaves_an_attached_original_in_place(loaded):
    article = Article.objects.get()
    brief = article.current
    original = article.revise(body(["Words.", "More words."]), "original", numbered_as=brief)
    loaded.change(loaded.article, 'publisher = "The Lend Post"', 'publisher = "Lend Post Ltd."')
    loaded.load()
    article.refresh_from_db()
    assert article.publisher == "Lend Post Ltd."
    assert article.current == original


def test_hints_join_an_untouched_question_in_a_new_version(loaded):
    loaded.change(loaded.set, 'topic = "Bridges"', 'hints = ["Read on.", "It was a week."]')
    assert "1 updated" in loaded.load().splitlines()[2]
    assert opening().current.hints == ["Read on.", "It was a week."]
    assert opening().current.number == 2


def test_a_set_can_be_kept_for_quizzes(loaded):
    loaded.change(loaded.set, "position = 1", "practice = false")
    loaded.load()
    assert not QuestionSet.objects.get().is_for_practice


def test_a_line_that_files_gained_later_does_not_count_at_its_default():
    assert digest({"stem": "When?", "hints": ""}) == digest({"stem": "When?"})
    assert digest({"stem": "When?", "hints": "Soon."}) != digest({"stem": "When?"})


# Points.

POINTS = """
independence = [["retold", "lend-post"]]
[[points]]
slug = "how-long"
question = "How long was it closed?"
careful = "Seven days, by the mayor."
settled = "partly"
questions = ["opening"]
[[points.sides]]
says = "Seven days"
[[points.sides.passages]]
passage = "lend-post p2"
quote = "after seven days"
[[points.sides]]
says = "From Monday, with no end"
[[points.sides.passages]]
passage = "retold p1"
quote = "closed on Monday"
"""


@pytest.fixture
def with_points(library) -> Library:
    (library.folder / "articles" / "retold.toml").write_text(ARTICLE)
    (library.folder / "points.toml").write_text(POINTS)
    return library


def test_points_are_loaded_with_their_sides_their_questions_and_who_goes_back_to_whom(with_points):
    assert with_points.load().splitlines()[3].startswith("points: 1 new")
    point = Point.objects.get()
    assert [side.says for side in point.sides.all()] == ["Seven days", "From Monday, with no end"]
    assert point.questions.get() == opening()
    assert Article.objects.get(slug="retold").goes_back_to.slug == "lend-post"


def test_a_point_that_a_teacher_changed_stays(with_points):
    with_points.load()
    Point.objects.update(careful="Ours.")
    said = with_points.load()
    assert Point.objects.get().careful == "Ours."
    assert "kept: how-long" in said


def test_a_changed_point_follows_its_file_and_lets_go_of_a_question(with_points):
    with_points.load()
    with_points.change(with_points.folder / "points.toml", 'questions = ["opening"]', "questions = []")
    assert "1 updated" in with_points.load().splitlines()[3]
    assert opening().point is None


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            '["opening"]',
            '["closing"]',
            'points.toml, point 1 (how-long): the question "closing" does not exist.',
        ),
        ('"after seven days"', '"after nine days"', "“after nine days” does not stand in lend-post p2."),
        ('"lend-post p2"', '"lend-post p9"', 'passage "lend-post p9" does not exist'),
        ('"partly"', '"perhaps"', 'settled "perhaps" is not known'),
        ('slug = "how-long"', "", "points.toml, point 1 (without a slug): 'slug' is missing"),
        ('"retold", "lend-post"', '"retold", "harbour"', "points.toml: independence names an article"),
        ('["retold", "lend-post"]', '"retold"', "points.toml: independence holds pairs"),
    ],
)
def test_a_fault_in_the_points_is_told_and_nothing_is_loaded(with_points, old, new, told):
    with_points.change(with_points.folder / "points.toml", old, new)
    assert told in with_points.refusal()


# Quizzes are made once.

QUIZ = """
title = "The bridge, as a test"
set = "bridge"
behaviour = "deferred"
minutes = 10
[[draw]]
count = 1
topic = "Bridges"
[[bands]]
from = 50
text = "Well read."
"""


def write_quiz(library: Library, text: str = QUIZ) -> None:
    (library.folder / "quizzes").mkdir()
    (library.folder / "quizzes" / "the-test.toml").write_text(text)


def test_a_quiz_of_the_library_is_made_with_its_draw_and_its_bands(library):
    write_quiz(library)
    assert library.load().splitlines()[4] == "quizzes: 1 new, 0 there already."
    quiz = Quiz.objects.get()
    assert (quiz.behaviour, quiz.minutes, quiz.is_offered) == ("deferred", 10, True)
    assert quiz.draws.get().topic.name == "Bridges"
    assert quiz.bands.get().text == "Well read."


def test_a_quiz_once_made_is_the_teachers(library):
    write_quiz(library)
    library.load()
    Quiz.objects.update(title="Ours", minutes=5)
    library.load()
    assert (Quiz.objects.get().title, Quiz.objects.get().minutes) == ("Ours", 5)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('set = "bridge"', 'set = "harbour"', 'the-test.toml: the set "harbour" does not exist.'),
        ('set = "bridge"', "", "the-test.toml: 'set' is missing."),
        ('"deferred"', '"later"', "the-test.toml: behaviour: "),
        ("minutes = 10", "minutes = 0", "the-test.toml: minutes: "),
        ("minutes = 10", "hours = 1", 'the-test.toml: the line "hours" is not known.'),
        ('topic = "Bridges"', 'topic = "Boats"', 'the-test.toml: the topic "Boats" does not exist.'),
        ("from = 50", "from = 500", "the-test.toml: from_percent: "),
        ('title = "The bridge, as a test"', "title = ", "the-test.toml: Invalid value"),
    ],
)
def test_a_fault_in_a_quiz_is_told_with_its_file_and_nothing_is_loaded(library, old, new, told):
    write_quiz(library, QUIZ.replace(old, new))
    assert told in library.refusal()


# What cannot be loaded.


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('slug = "bridge"', "slug = bridge", "1-bridge.toml: Invalid value (at line 3"),
        ('slug = "bridge"', "", "1-bridge.toml: 'slug' is missing"),
        ('slug = "bridge"', 'slug = "a bridge"', "1-bridge.toml: slug: "),
        ("position = 1", 'position = "first"', "1-bridge.toml: position: "),
        (
            'stem = "After how many days was the bridge to open again?"',
            "",
            "question 1 (opening): 'stem' is missing",
        ),
        ('name = "opening"', "", "question 1 (without a name): 'name' is missing"),
        (
            'name = "opening"',
            'name = "who-closed-it"',
            'question 2 (who-closed-it): the name "who-closed-it"',
        ),
        ('"single_choice"', '"essay"', 'question 1 (opening): kind "essay" is not known'),
        ("lend-post p2", "lend-post p9", 'question 1 (opening): passage "lend-post p9" does not exist'),
        ("lend-post p2", "harbour p2", 'question 1 (opening): passage "harbour p2" does not exist'),
        ("lend-post p2", "lend-post", 'question 1 (opening): passage "lend-post" does not exist'),
        ("lend-post p2", "lend-post p²", 'question 1 (opening): passage "lend-post p²" does not exist'),
        ('quote = "after seven days"', "", "question 1 (opening): 'quote' is missing"),
        ('"after seven days"', '"after nine days"', "“after nine days” does not stand there"),
        ('"after seven days"', '"after seven days"\nstance = "agrees"', "question 1 (opening): "),
        ("right = true", "", "question 1 (opening): No option is marked as right."),
        ('topic = "Bridges"', "difficulty = 7", "question 1 (opening): difficulty: "),
        ('topic = "Bridges"', "points = 0", "question 1 (opening): "),
        ('topic = "Bridges"', 'points = "many"', "question 1 (opening): "),
        ('topic = "Bridges"', f'topic = "{"b" * 61}"', "question 1 (opening): "),
        ('topic = "Bridges"', "settings = 3", "question 1 (opening): "),
        ('topic = "Bridges"', 'hints = "Read on."', "question 1 (opening): hints is no list of texts."),
        ("credit = 1", 'credit = "all"', "question 2 (who-closed-it): "),
    ],
)
def test_a_fault_in_a_set_is_told_with_its_file_and_question(library, old, new, told):
    library.change(library.set, old, new)
    sentence = library.refusal()
    assert told in sentence
    assert sentence.startswith("1-bridge.toml")
    assert sentence.count("\n") == 0


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("p1 =", "p1", "Expected"),
        ('title = "The bridge"', "", "'title' is missing"),
        ('"news_report"', '"poem"', "poem"),
        ("2021-05-03", '"in May"', "published: "),
        ("c1 =", "x1 =", 'passage "x1" has no role'),
        ("c1 =", "p0 =", "p0"),
        ("c1 =", "p01 =", "p01"),
        ('"The bridge on Monday."', '" "', "passage c1 has no words"),
        ('"The bridge on Monday."', "7", "c1"),
        ("[passages]", 'passages = "none"\n[more]', "passages"),
    ],
)
def test_a_fault_in_an_article_is_told_with_its_file(library, old, new, told):
    library.set.unlink()
    library.change(library.article, old, new)
    sentence = library.refusal()
    assert told in sentence
    assert sentence.startswith("lend-post.toml: ")
    assert sentence.count("\n") == 0


def test_every_fault_is_told_at_once(library):
    library.change(library.set, "after seven days", "after nine days")
    library.change(library.set, "the council said", "the mayor said")
    assert [line.split(":")[0] for line in library.refusal().splitlines()] == [
        "1-bridge.toml, question 1 (opening)",
        "1-bridge.toml, question 2 (who-closed-it)",
    ]


def test_a_fault_leaves_what_was_loaded_before(loaded):
    loaded.change(loaded.set, "After how many days", "After what number of days")
    loaded.change(loaded.set, '"the council said"', '"the mayor said"')
    assert "question 2" in loaded.refusal()


def test_a_file_that_is_not_utf_8_is_told_by_name(library):
    library.set.write_bytes(SET.replace("Lend", "L\xe9nd").encode("latin-1"))
    assert library.refusal().startswith("1-bridge.toml: ")


def test_a_folder_that_does_not_exist_is_refused(tmp_path):
    with pytest.raises(CommandError, match="is no folder"):
        load(str(tmp_path / "gone"))


def test_the_library_that_ships_stands_where_the_command_looks():
    assert sorted(path.name for path in LIBRARY.iterdir()) == ["articles", "points.toml", "quizzes", "sets"]
