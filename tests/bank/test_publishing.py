"""From a draft to a version: what is refused, what a version holds, and when a new one is written."""

from decimal import Decimal

import pytest
from django.utils.timezone import now

from quizzes.bank.models import Citation, DraftCitation, Question, QuestionVersion
from quizzes.bank.publishing import Refused, publish, what_is_missing
from quizzes.kinds import KINDS
from tests.factories import ArticleFactory, QuestionFactory, passage

pytestmark = pytest.mark.django_db

RIGHT, WRONG = ("Seven", True), ("Three", False)
READY = {
    "single_choice": {"options": [RIGHT, WRONG]},
    "multiple_response": {"options": [RIGHT, WRONG]},
    "true_false": {"options": [], "settings": {"answer": "true"}},
    "short_text": {"options": [{"text": "Seven"}]},
    "numeric": {"options": [{"text": "7"}]},
    "ordering": {"options": [("Closed", False), ("Mended", False), ("Open again", False)]},
    "matching": {
        "options": [
            {"text": "Closed", "details": {"match": "Monday"}},
            {"text": "Open again", "details": {"match": "Sunday"}},
        ]
    },
    "cloze": {
        "options": [{"text": "seven", "details": {"gap": 1}}],
        "settings": {"text": "It opens after [1] days."},
    },
    "evidence": {"options": []},
}


def published(question: Question, **known) -> QuestionVersion:
    version = publish(question, at=now(), **known)
    assert isinstance(version, QuestionVersion), version
    question.refresh_from_db()
    return version


def refused(question: Question) -> str:
    """The sentence with which publishing refuses; it leaves a draft and writes nothing."""
    outcome = publish(question, at=now())
    assert isinstance(outcome, Refused)
    question.refresh_from_db()
    assert (question.state, question.current, question.versions.count()) == ("draft", None, 0)
    assert not Citation.objects.exists()
    (sentence,) = outcome.problems
    return sentence


def number(**details) -> dict:
    return {"text": "7", "details": details}


# What is refused.


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_without_a_citation_is_refused(kind):
    question = QuestionFactory(cites=[], kind=kind, **READY[kind])
    assert refused(question).startswith("Citations: none supports the answer.")


@pytest.mark.parametrize("stance", ["contradicts", "context"])
def test_a_question_whose_citations_do_not_support_the_answer_is_refused(stance):
    question = QuestionFactory()
    question.draft_citations.update(stance=stance)
    assert refused(question).startswith("Citations: none supports the answer.")


def test_quoted_words_that_are_not_in_the_passage_are_refused_with_the_place():
    cited = passage(ArticleFactory(short_name="Lend Post story"), 2)
    sentence = refused(QuestionFactory(cites=[(cited, "after nine days")]))
    assert sentence.startswith(
        "Citation of Lend Post story, passage 2: “after nine days” does not stand there."
    )


def test_words_of_another_passage_are_refused():
    article = ArticleFactory()
    assert "does not stand there" in refused(
        QuestionFactory(cites=[(passage(article, 1), "after seven days")])
    )


@pytest.mark.parametrize("quote", ["", "  ", "\u00a0"])
def test_a_citation_without_words_is_refused(quote):
    assert refused(QuestionFactory(cites=[(passage(ArticleFactory()), quote)]))


def test_each_wrong_citation_is_told():
    cited = passage(ArticleFactory(), 2)
    question = QuestionFactory(cites=[(cited, "seven days"), (cited, "nine days"), (cited, "ten days")])
    problems = what_is_missing(question)
    assert ["nine" in problem for problem in problems] == [True, False]
    assert ["ten" in problem for problem in problems] == [False, True]


@pytest.mark.parametrize("kind", ["single_choice", "multiple_response"])
def test_a_choice_without_a_right_option_is_refused(kind):
    question = QuestionFactory(kind=kind, options=[WRONG, ("Nine", False)])
    assert refused(question).startswith("No option is marked as right.")


def test_two_right_options_in_a_single_choice_are_refused_by_name():
    sentence = refused(QuestionFactory(options=[RIGHT, WRONG, ("A week", True)]))
    assert sentence.startswith('Options 1 "Seven" and 3 "A week" are marked as right, and only one may be.')


@pytest.mark.parametrize("kind", ["single_choice", "multiple_response"])
@pytest.mark.parametrize("twin", ["Three", " three ", "THREE"])
def test_options_that_read_the_same_are_refused(kind, twin):
    question = QuestionFactory(kind=kind, options=[RIGHT, WRONG, (twin, False)])
    assert refused(question).startswith('Options 2 and 3 are the same, "Three".')


@pytest.mark.parametrize("kind", ["single_choice", "multiple_response"])
def test_an_option_without_text_is_refused(kind):
    question = QuestionFactory(kind=kind, options=[RIGHT, WRONG, ("  ", False)])
    assert refused(question).startswith("Option 3 has no text.")


def test_a_single_option_is_no_choice():
    assert refused(QuestionFactory(options=[RIGHT])).startswith("The number of options is 1.")


def test_a_multiple_response_in_which_all_is_right_is_refused():
    question = QuestionFactory(kind="multiple_response", options=[RIGHT, ("Nine", True)])
    assert refused(question).startswith("Every option is marked as right")


@pytest.mark.parametrize("stem", ["", "   ", "\u200b"])
@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_stem_is_refused(kind, stem):
    question = QuestionFactory(stem=stem, **READY[kind], kind=kind)
    assert refused(question).startswith("The stem is empty.")


def test_a_true_false_question_without_its_answer_is_refused():
    question = QuestionFactory(kind="true_false", options=[])
    assert "is not set" in refused(question)


def test_a_tolerance_below_0_is_refused():
    question = QuestionFactory(kind="numeric", options=[number(tolerance=-1, tolerance_type="nominal")])
    assert refused(question).startswith("Accepted answer 1: the tolerance -1 is below 0.")


def test_a_number_that_is_none_is_refused():
    question = QuestionFactory(kind="numeric", options=[{"text": "seven"}])
    assert refused(question).startswith("Accepted answer 1: ")


@pytest.mark.parametrize("kind", ["short_text", "numeric"])
def test_a_question_that_nobody_can_answer_right_is_refused(kind):
    question = QuestionFactory(kind=kind, options=[number(credit=0.5)])
    assert refused(question).startswith("No accepted answer has full credit")


@pytest.mark.parametrize("kind", ["short_text", "numeric"])
def test_a_credit_above_1_is_refused(kind):
    question = QuestionFactory(kind=kind, options=[number(), {"text": "8", "details": {"credit": 2}}])
    assert refused(question).startswith("Accepted answer 2: the credit 2 is outside 0 to 1.")


def test_an_answer_that_accepts_everything_is_refused():
    question = QuestionFactory(kind="short_text", options=[{"text": "*"}])
    assert "accepts everything" in refused(question)


def test_a_kind_that_is_not_installed_is_refused():
    assert (
        refused(QuestionFactory(kind="essay")) == 'Kind: "essay" is not installed here. Choose another kind.'
    )


def test_everything_that_is_missing_is_told_at_once():
    question = QuestionFactory(stem="", options=[], cites=[])
    told = " ".join(what_is_missing(question))
    assert all(
        part in told for part in ["The stem is empty", "number of options", "No option", "Citations: none"]
    )


def test_a_refused_change_leaves_the_published_version_in_force():
    question = QuestionFactory(published=True)
    version = question.current
    question.options.update(is_right=False)
    assert isinstance(publish(question, at=now()), Refused)
    question.refresh_from_db()
    assert (question.state, question.current) == ("published", version)


# What a version holds.


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_of_every_kind_can_be_published(kind):
    question = QuestionFactory(kind=kind, **READY[kind])
    version = published(question)
    assert (question.state, question.current, version.number, version.kind) == ("published", version, 1, kind)


def test_every_kind_has_its_example_here():
    assert READY.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_what_explains_and_marks_stands_in_the_key_alone(kind):
    question = QuestionFactory(kind=kind, explanation="The mayor spoke of it.", **READY[kind])
    question.options.filter(is_right=True).update(feedback="Well remembered.")
    version = published(question)
    assert version.face["stem"] == question.stem
    assert "The mayor spoke" in str(version.key)
    assert not version.face.keys() & version.key.keys()
    assert all(
        told not in str(version.face)
        for told in ("The mayor spoke of", "Well remembered", "right", "accepted")
    )


def test_faces_that_differ_only_in_which_option_is_right_are_equal():
    question = QuestionFactory(options=[RIGHT, WRONG])
    first = published(question)
    for option in question.options.all():
        option.is_right = not option.is_right
        option.save()
    second = published(question)
    assert first.face == second.face
    assert first.key != second.key


def test_a_version_keeps_who_published_it_and_when(tom):
    at = now()
    version = publish(QuestionFactory(), at=at, by=tom)
    assert (version.published_by, version.published_at) == (tom, at)


def test_citations_are_kept_in_the_teachers_order_with_their_stance():
    one, other = ArticleFactory(), ArticleFactory()
    question = QuestionFactory(cites=[(passage(one, 2), "seven days"), (passage(other, 3), "Two shops")])
    question.draft_citations.filter(position=2).update(stance="contradicts")
    kept = published(question).citations.order_by("position").values_list("quote", "stance", "passage")
    assert list(kept) == [
        ("seven days", "supports", passage(one, 2).pk),
        ("Two shops", "contradicts", passage(other, 3).pk),
    ]


def test_the_words_are_kept_as_the_passage_has_them():
    article = ArticleFactory(sentences=["The mayor’s answer — “not yet” — was short."])
    question = QuestionFactory(cites=[(passage(article), """ mayor's answer - "not yet" """)])
    citation = published(question).citations.get()
    assert citation.quote == "mayor’s answer — “not yet”"
    assert citation.is_found


def test_a_version_is_worth_the_points_of_its_question():
    assert published(QuestionFactory(points=Decimal("2.50"))).points == Decimal("2.50")


# When a new version is written.


def test_publishing_again_without_a_change_writes_no_version():
    question = QuestionFactory()
    assert published(question) == published(question)
    assert question.versions.count() == 1


def test_a_change_that_students_do_not_see_writes_no_version():
    question = QuestionFactory(published=True)
    Question.objects.filter(pk=question.pk).update(
        difficulty=3, objective="Recall a date", position=9, topic=None
    )
    assert published(question).number == 1


CHANGES = {
    "the stem": lambda question: Question.objects.update(stem="When does it open?"),
    "the explanation": lambda question: Question.objects.update(explanation="Because."),
    "the settings": lambda question: Question.objects.update(settings={"keep_order": True}),
    "the points": lambda question: Question.objects.update(points=2),
    "an option's text": lambda question: question.options.filter(position=1).update(text="Four"),
    "an option's feedback": lambda question: question.options.filter(position=1).update(feedback="Too soon."),
    "an option's credit": lambda question: question.options.filter(position=1).update(
        details={"credit": 0.5}
    ),
    "a new option": lambda question: question.options.create(text="Ten", position=4),
    "a missing option": lambda question: question.options.filter(position=1).delete(),
    "the order of the options": lambda question: question.options.filter(position=1).update(position=9),
    "a quotation": lambda question: question.draft_citations.update(quote="seven days"),
    "a new citation": lambda question: DraftCitation.objects.create(
        question=question, passage=passage(ArticleFactory()), quote="The bridge", stance="context"
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_that_students_see_writes_the_next_version(change):
    question = QuestionFactory(published=True)
    first = question.current
    change(question)
    second = published(question)
    assert (second.number, question.current) == (2, second)
    assert list(first.citations.values_list("quote", flat=True)) == ["after seven days"]


def test_another_kind_writes_the_next_version():
    question = QuestionFactory(published=True)
    Question.objects.update(kind="multiple_response")
    assert published(question).kind == "multiple_response"


def test_numbers_go_on_after_a_version_was_retired():
    question = QuestionFactory(published=True)
    question.retire()
    Question.objects.update(stem="When does it open?")
    assert published(question).number == 2


def test_a_retired_question_can_be_published_again_as_it_was():
    question = QuestionFactory(published=True)
    version = question.current
    question.retire()
    assert published(question) == version
    assert question.state == Question.State.PUBLISHED


def test_a_retired_question_is_asked_no_more():
    question = QuestionFactory(published=True)
    question.retire()
    assert not Question.objects.published().exists()
    assert not Citation.objects.asked_now().exists()


def test_going_back_to_an_older_wording_is_a_version_of_its_own():
    question = QuestionFactory(stem="When does it open?", published=True)
    for stem in ("When will it open?", "When does it open?"):
        Question.objects.update(stem=stem)
        version = published(question)
    assert (version.number, version.face["stem"]) == (3, "When does it open?")


# The sample on the front page.


def test_the_sample_is_a_published_question_meant_for_visitors():
    QuestionFactory(published=True)
    QuestionFactory(is_sample=True)
    sample = QuestionFactory(is_sample=True, published=True)
    assert Question.objects.sample() == sample


def test_a_question_that_cites_a_publishers_words_is_never_the_sample():
    article = ArticleFactory(sentences__wording="original")
    cites = [(passage(ArticleFactory(), 2), "seven days"), (passage(article, 2), "seven days")]
    QuestionFactory(is_sample=True, cites=cites, published=True)
    assert Question.objects.sample() is None


def test_hints_are_published_with_the_question_one_a_line():
    question = QuestionFactory(hints="Look at the second passage.\r\n\n  Think of a week. \n", published=True)
    assert question.current.hints == ["Look at the second passage.", "Think of a week."]


def test_a_changed_hint_makes_a_new_version():
    question = QuestionFactory(published=True)
    question.hints = "Think of a week."
    question.save()
    assert publish(question, at=now()).number == 2
