"""Every page in every state worth a look: the table that the tests of all pages walk through."""

from collections.abc import Callable
from datetime import timedelta
from unittest.mock import patch

from django.conf import settings as configured
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from core.acting import acting
from core.models import User
from quizzes.attempts.work import Work
from quizzes.bank.drafted import digest_of
from quizzes.bank.opinions import give
from quizzes.kinds import KINDS
from quizzes.models import (
    Article,
    Card,
    Learner,
    Passage,
    Question,
    QuestionSet,
    Quiz,
    Report,
)
from tests.articles.edited import GONE, IN, NEW, OLD, question_on
from tests.browser import analysed, corrected
from tests.browser.acts import check, give_an_answer, sign_in
from tests.browser.answers import typed
from tests.browser.assigned import (
    link_to_confirm,
    link_to_refuse,
    of_a_student,
    of_the_class,
    of_the_quiz,
    report_on,
)
from tests.browser.decks import decks
from tests.browser.world import PARTLY_RIGHT, SET, World, attempt_at
from tests.factories import (
    ArticleFactory,
    QuestionFactory,
    QuestionSetFactory,
    UserFactory,
    body,
    passage,
    point,
)

PASTED = """The bridge over the Lend

The bridge over the Lend was closed on Monday, the council said, after two cracks were found in its deck.

It was to open again after seven days, according to the mayor, who spoke of a small repair.

Two shops on the north bank lost half of their customers in that week, their owners told this paper.
"""


State = Callable[[Page, World], None]


def at(address: str | Callable[[World], str]) -> State:
    """The page at an address, as it opens."""

    def go(page: Page, world: World) -> None:
        page.goto(address if isinstance(address, str) else address(world))

    return go


def named(name: str, *args) -> State:
    return at(lambda world: reverse(name, args=args))


def refused(address: str | Callable[[World], str], status: int) -> State:
    def go(page: Page, world: World) -> None:
        world.watch.expect(f"{status} GET")
        at(address)(page, world)

    return go


def sample_answered(page: Page, world: World) -> None:
    page.goto("/")
    give_an_answer(page)
    check(page)


def sample_unreadable(page: Page, world: World) -> None:
    page.goto("/")
    send_nothing(page, world)


def send_nothing(page: Page, world: World) -> None:
    world.watch.expect("422 POST")
    page.get_by_role("button", name="Check").click()
    expect(page.locator("#problem")).not_to_be_empty()


def unreadable(page: Page, world: World) -> None:
    page.goto(world.one_of_each_kind[0].get_absolute_url())
    send_nothing(page, world)


def faulty(address: str | Callable[[World], str], button: str, status: int = 200, **fields: str) -> State:
    """The page that comes back when its form was sent with these fields, by name."""

    def go(page: Page, world: World) -> None:
        if status != 200:
            world.watch.expect(f"{status} POST")
        at(address)(page, world)
        sent = page.get_by_role("button", name=button, exact=True).first
        for name, value in fields.items():
            page.locator(f"main [name={name}]").fill(value)
        sent.evaluate("button => button.form.noValidate = true")
        sent.click()
        expect(page.locator(".problem, .errornote, .errorlist, .faults").first).to_be_visible()

    return go


def locked_out(page: Page, world: World) -> None:
    for _ in range(configured.AXES_FAILURE_LIMIT):
        Client().post("/accounts/login/", {"username": "zoe", "password": "guessed"})
    world.watch.expect("429 POST")
    page.goto("/accounts/login/")
    sign_in(page, "zoe")
    expect(page.get_by_role("heading", name="Too many tries.")).to_be_visible()


def broken(page: Page, world: World) -> None:
    world.watch.expect("500 GET")
    with patch("quizzes.home.first_sample", None):
        page.goto("/")


def signed_out_page(page: Page, world: World) -> None:
    """A form sent after the session ended, without htmx."""
    world.watch.expect("403 POST")
    page.goto("/")
    address = world.one_of_each_kind[0].get_absolute_url()
    page.locator(".ask-form").evaluate(
        "(form, address) => { form.action = address; form.submit(); }", address
    )
    expect(page.get_by_role("heading", name="You were signed out in between.")).to_be_visible()


def too_old(page: Page, world: World) -> None:
    """A form whose token is no longer the browser's."""
    world.watch.expect("403 POST")
    page.goto("/accounts/signup/")
    page.context.clear_cookies(name="csrftoken")
    page.get_by_role("button", name="Make the account").evaluate("button => button.form.submit()")
    expect(page.get_by_role("heading", name="This page had grown too old.")).to_be_visible()


def keys_listed(page: Page, world: World) -> None:
    page.goto(world.one_of_each_kind[0].get_absolute_url())
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


def menu_open(page: Page, world: World) -> None:
    page.goto("/")
    page.locator("details.menu summary").click()


def ending(page: Page, world: World) -> None:
    page.goto(world.one_of_each_kind[0].get_absolute_url())
    page.locator("details.end summary").click()


def signed_out_fragment(page: Page, world: World) -> None:
    """A form sent after the session ended, by htmx. Leaves this browser signed out, so it comes last."""
    world.watch.expect("403 POST")
    page.goto(world.one_of_each_kind[0].get_absolute_url())
    page.context.clear_cookies(name="sessionid")
    give_an_answer(page)
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("heading", name="You were signed out in between.")).to_be_visible()


def blocks_of_an_article(page: Page, world: World) -> None:
    page.goto("/admin/quizzes/article/add/")
    for label, value in {
        "Title": "The bridge over the Lend",
        "Slug": "bridge",
        "Publisher": "The Lend Post",
    }.items():
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_label("Or paste the text").fill(PASTED)
    page.get_by_role("button", name="Sort into blocks").click()
    expect(page.locator(".blocks select").first).to_be_visible()


def answered_on_an_older_text(page: Page, world: World) -> None:
    slot = attempt_at(world.ada, [world.revised.version]).slots.get()
    slot.submit(slot.read(typed(slot, "wrong")), at=now())
    page.goto(slot.get_absolute_url())
    expect(page.get_by_text("The source has since changed")).to_be_visible()


def reworded(page: Page, world: World) -> None:
    """The history of an article whose description a teacher changed, with what it was when it was made opened."""
    article = Article.objects.first()
    with acting(User.objects.get(username="tom")):
        article.about = f"{article.about} {'Donaudampfschifffahrt' * 5} ".replace("the", "that")
        article.kind = Article.Kind.OTHER
        article.save()
    page.goto(reverse("admin:quizzes_article_history", args=[article.pk]))
    page.locator(".told summary").last.click()
    expect(page.locator("ins").first).to_be_visible()


def line_of_the_audit(page: Page, world: World) -> None:
    page.goto("/admin/core/entry/?about=point")
    page.locator("#result_list th a").first.click()
    expect(page.locator(".told")).to_be_visible()


def edited_text(page: Page, world: World) -> None:
    """What an edit does to citations in every state, before any of it is saved."""
    article = ArticleFactory(sentences=OLD)
    for words in IN:
        question_on(article, words)
    # One on words of which some stand and some are gone, and a point.
    question_on(article, *IN)
    point({"They did": [(passage(article, 3), GONE)], "So it says": []}, slug=f"in-{article.slug}")
    page.goto(reverse("admin:quizzes_article_edit", args=[article.pk]))
    page.get_by_label("The text", exact=True).fill("\n\n".join(NEW))
    page.get_by_role("button", name="See what it changes").click()
    expect(page.get_by_text("Nothing is saved yet.")).to_be_visible()
    page.locator(".case summary").last.click()


def edited_text_refused(page: Page, world: World) -> None:
    world.watch.expect("422 POST")
    edited_text(page, world)
    for choice in page.get_by_label("Cite the new text").all():
        choice.check()
    page.get_by_label("As they stand in the new text").first.fill("words that stand nowhere")
    page.get_by_role("button", name="Save the text and these decisions").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was saved.")


def texts_of_before(page: Page, world: World) -> None:
    """What stayed on an older text, to be settled later."""
    article = ArticleFactory(sentences=OLD)
    for words in IN:
        question_on(article, words)
    article.revise(body(NEW), article.current.wording)
    page.goto(reverse("admin:quizzes_article_settle", args=[article.pk]))
    expect(page.get_by_text("To be settled")).to_be_visible()


def question_url(kind: str) -> Callable[[World], str]:
    return lambda world: reverse("admin:quizzes_question_change", args=[world.question_of(kind).pk])


def of_question(name: str, kind: str) -> Callable[[World], str]:
    """The address of a page of the desk of a question of that kind."""
    return lambda world: reverse(f"admin:quizzes_question_{name}", args=[world.question_of(kind).pk])


def another_kind(page: Page, world: World) -> None:
    """Something is written already."""
    page.goto("/admin/quizzes/question/add/?kind=single_choice")
    page.locator("[name=stem]").fill("After how **many** days?")
    page.get_by_role("button", name="Choose another kind").click()
    expect(page.get_by_text("What you wrote comes along.")).to_be_visible()


def talked_about(page: Page, world: World) -> None:
    """Wishes about an earlier text, a remark on this one, advice, and a question much like it."""
    stem = "After how many days was the bridge over the Lend to open again?"
    options = [("Seven", True), ("Nine", False), ("None of the above", False)]
    question = QuestionFactory(question_set=QuestionSetFactory(is_reviewed=True), stem=stem, options=options)
    QuestionFactory(stem=stem.replace("days", "weeks"))
    host = UserFactory(is_superuser=True)
    for verdict, explanation in (("wants_changes", ""), ("remarks", "The mayor said so.")):
        Question.objects.filter(pk=question.pk).update(explanation=explanation)
        read = digest_of(Question.objects.get(pk=question.pk))
        give(question, about=read, by=host, verdict=verdict, comment="Is it *seven*? " * 9, at=now())
    page.goto(reverse("admin:quizzes_question_review", args=[question.pk]))


def older_version(address: str) -> State:
    """A question whose draft differs from its only version."""

    def go(page: Page, world: World) -> None:
        question = QuestionFactory(published=True)
        Question.objects.filter(pk=question.pk).update(stem="After how many weeks?", points=2)
        page.goto(reverse("admin:quizzes_question_versions", args=[question.pk]) + address)

    return go


def several_chosen(page: Page, world: World) -> None:
    """Seen, not done: some would change, and one is refused."""
    question_set = QuestionSetFactory()
    QuestionFactory.create_batch(2, question_set=question_set)
    QuestionFactory(question_set=question_set, cites=[])
    page.goto(f"/admin/quizzes/question/?question_set__id__exact={question_set.pk}")
    for box in page.locator(".action-select").all():
        box.check()
    page.locator("[name=action]").select_option("change_several")
    page.get_by_role("button", name="Go", exact=True).click()
    page.get_by_label("State").select_option("publish")
    page.get_by_role("button", name="See what it does").click()
    expect(page.get_by_role("heading", name="2 of 3 would change")).to_be_visible()


def near_duplicates(page: Page, world: World) -> None:
    question_set = QuestionSetFactory()
    for day in (10, 12):
        stem = f"Who met in the town hall beside the bridge on {day} January?"
        QuestionFactory(question_set=question_set, stem=stem)
    page.goto(f"/admin/quizzes/question/alike/?set={question_set.slug}")


def of_article(name: str) -> Callable[[World], str]:
    """The address of a page of the desk of some article."""
    return lambda world: reverse(f"admin:quizzes_article_{name}", args=[Article.objects.first().pk])


def change_url(quiz: Quiz) -> str:
    return reverse("admin:quizzes_quiz_change", args=[quiz.pk])


LONG = "On which day? " * 30


def reported(world: World, outcome: str) -> Report:
    """What Ada said about an answer of hers; answered, where an outcome is given."""
    slot = world.answered["single_choice right" if outcome else "single_choice wrong"]
    said = {"reason": Report.Reason.PASSAGE, "text": LONG, "at": now()}
    answered = {"outcome": outcome, "reply": LONG, "answered_at": now()} if outcome else {}
    found = Report.objects.filter(slot=slot).first()
    return found or Report.objects.create(student=world.ada, slot=slot, **said, **answered)


def report_form(world: World) -> str:
    slot = world.answered["numeric right"]
    return reverse("reports:report", args=[slot.attempt_id, slot.position])


def report_url(report: Report) -> str:
    return reverse("admin:quizzes_report_change", args=[report.pk])


def report_list(page: Page, world: World) -> None:
    reported(world, "")
    page.goto("/admin/quizzes/report/")


def asked(place: int) -> State:
    return at(lambda world: world.one_of_each_kind[place].get_absolute_url())


def answered(way: str) -> State:
    return at(lambda world: world.answered[way].get_absolute_url())


def shipped_quiz(name: str) -> Quiz:
    return Quiz.objects.get(library_name=name)


def about_quiz(find: Callable[[World], Quiz]) -> State:
    return at(lambda world: find(world).get_absolute_url())


def quiz_open(opens: timedelta | None = None, closes: timedelta | None = None) -> State:
    """The page of a quiz that opens and closes then, from now."""

    def go(page: Page, world: World) -> None:
        times = {"opens_at": opens and now() + opens, "closes_at": closes and now() + closes}
        quiz = shipped_quiz("the-week-as-a-test")
        Quiz.objects.filter(pk=quiz.pk).update(**times)
        page.goto(quiz.get_absolute_url())
        Quiz.objects.filter(pk=quiz.pk).update(opens_at=None, closes_at=None)

    return go


def given(*kinds: str, **how) -> State:
    """The first question of a quiz that is given in that way, as it is asked."""
    return at(lambda world: world.asked_by(*kinds, **how).get_absolute_url())


def saved(*kinds: str, **how) -> State:
    """The same with an answer that was saved as it was written."""

    def go(page: Page, world: World) -> None:
        given(*kinds, **how)(page, world)
        give_an_answer(page)
        expect(page.locator("#saved")).to_contain_text("Saved")

    return go


def not_saved(page: Page, world: World) -> None:
    world.watch.expect("net::ERR_INTERNET_DISCONNECTED POST", "console: htmx:")
    given("short_text", "numeric", behaviour="deferred")(page, world)
    page.route("**/attempts/**", lambda route: route.abort("internetdisconnected"), times=1)
    give_an_answer(page)
    expect(page.locator("#saved")).to_contain_text("Not saved, trying again.")


def in_conflict(page: Page, world: World) -> None:
    """Saved in another window since the page was made."""
    world.watch.expect("409 POST")
    slot = world.asked_by("matching", "numeric", behaviour="deferred")
    page.goto(slot.get_absolute_url())
    slot.save_work(Work(tuple(typed(slot, "right")), revision=0), at=now())
    give_an_answer(page)
    expect(page.get_by_role("alert").filter(has_text="changed in another window")).to_be_visible()


def tried(page: Page, world: World) -> None:
    hinted = Question.objects.published().filter(kind="single_choice").exclude(hints="").first().current
    slot = attempt_at(world.ada, [hinted, hinted], behaviour="interactive").slots.first()
    page.goto(slot.get_absolute_url())
    page.locator(f"[name=given][value='{typed(slot, 'wrong')[0]}']").check()
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_text("Hint:")).to_be_visible()


def sure(page: Page, world: World) -> None:
    given("single_choice", "true_false", behaviour="immediate_certainty")(page, world)
    give_an_answer(page)
    page.get_by_label("Fairly sure").check()
    check(page)


def sources_shut(
    address: str | Callable[[World], str], heading: str = "The sources are shut for now"
) -> State:
    """What a student sees in place of the sources while a closed-book attempt runs. It ends at once."""

    def go(page: Page, world: World) -> None:
        world.watch.expect("403 GET")
        attempt = world.asked_by("true_false", behaviour="deferred", is_open_book=False).attempt
        at(address)(page, world)
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        attempt.finish(at=now())

    return go


BOX_OF_WORDS = """
(element, words) => {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const start = walker.currentNode.data.indexOf(words);
    if (start < 0) continue;
    const range = document.createRange();
    range.setStart(walker.currentNode, start);
    range.setEnd(walker.currentNode, start + words.length);
    element.scrollIntoView({ block: "center", behavior: "instant" });
    const { left, right, top, bottom } = range.getBoundingClientRect();
    return { left, right, middle: (top + bottom) / 2 };
  }
}
"""


def drag_over(page: Page, anchor: str, words: str) -> None:
    """Select words of a passage with the mouse; they stand in one line."""
    box = page.locator(f"{anchor} .words").evaluate(BOX_OF_WORDS, words)
    page.mouse.move(box["left"] + 1, box["middle"])
    page.mouse.down()
    page.mouse.move(box["right"] - 1, box["middle"], steps=4)
    page.mouse.up()


def margin_open(page: Page, world: World) -> None:
    """An article with the questions of one passage open and words of another selected."""
    page.goto(reverse("articles:read", args=["ap-story"]))
    page.locator("#p4 summary").click()
    drag_over(page, "#p2", "From Moscow")
    expect(page.get_by_role("link", name="Ask about the selected words")).to_be_visible()


def in_decks(page: Page, world: World) -> None:
    """The overview of a student with a deck of a set, cards of her own and one that was missed."""
    decks(world)
    page.goto("/cards/")
    expect(page.get_by_role("heading", name="Your decks")).to_be_visible()


def missed_in_quizzes(page: Page, world: World) -> None:
    decks(world)
    page.goto("/cards/missed/")
    expect(page.get_by_role("table").get_by_role("link").first).to_be_visible()


def after_a_break(page: Page, world: World) -> None:
    """The overview when more waited than a day holds. What was due then is due again as it was."""
    due = Card.objects.filter(pk__in=[card.pk for card in decks(world).overdue])
    due.update(due=now() - timedelta(days=50))
    Learner.objects.update_or_create(student=world.ada, defaults={"reviews_a_day": 2})
    page.goto("/cards/")
    expect(page.locator(".backlog")).to_be_visible()
    due.update(due=now() + timedelta(days=50))
    Learner.objects.filter(student=world.ada).update(reviews_a_day=200)


def looked_at(page: Page, world: World) -> None:
    """What a file would bring, before anything is stored."""
    page.goto("/cards/import/")
    page.locator("[name=rows]").fill("Who spoke?,The mayor\nIt was in {{Geneva}} on {{Monday}}.,\n")
    page.get_by_role("button", name="See what it brings").click()
    expect(page.get_by_role("button", name="Add 3 cards")).to_be_visible()


def faulty_file(page: Page, world: World) -> None:
    world.watch.expect("422 POST")
    page.goto("/cards/import/")
    page.locator("[name=rows]").fill(",Nothing\nWhen,was,it?")
    page.get_by_role("button", name="See what it brings").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was stored.")


def front(kind: str) -> State:
    return at(lambda world: f"/cards/review/?card={decks(world)[kind].pk}")


def back(kind: str, result: str = "") -> State:
    """A turned card; where a result is named, with an answer of that worth given on its front."""

    def go(page: Page, world: World) -> None:
        front(kind)(page, world)
        if result == "typed":
            page.locator("#given").fill("sevn")
        elif result:
            give_an_answer(page)
        page.get_by_role("button", name="Turn").click()
        expect(page.get_by_role("button", name="Easy")).to_be_visible()

    return go


def cards_done(page: Page, world: World) -> None:
    """Nothing is left: what there is waits for another day."""
    decks(world)
    Card.objects.filter(student=world.ada).update(buried_until=now() + timedelta(days=1))
    page.goto("/cards/review/")
    expect(page.get_by_role("heading", name="Done for now.")).to_be_visible()
    Card.objects.filter(student=world.ada).update(buried_until=None)


def card_words(query: str) -> State:
    of_article = {"revision__article__slug": "ap-story", "role": "body", "number": 4}
    return at(lambda _: f"/cards/new/?passage={Passage.objects.get(**of_article).pk}{query}")


def rows_open(page: Page, world: World) -> None:
    """The coverage of a set with the passages of one article open, and the questions of one of them."""
    page.goto(reverse("bank:set_coverage", args=[SET]))
    page.locator(".one-article summary").first.click()
    page.locator(".coverage-rows summary").first.click()


def without_questions(page: Page, world: World) -> None:
    page.goto(reverse("bank:article_coverage", args=[ArticleFactory().slug]))
    expect(page.get_by_text("None of 3 passages is asked about yet.", exact=True)).to_be_visible()


def about_a_passage(query: str) -> State:
    """The form of a new question about a passage; `query` tells which of its words."""
    of_article = {"revision__article__slug": "ap-story", "role": "body", "number": 4}
    address = "/admin/quizzes/question/add/?kind=true_false&passage="
    return at(lambda _: f"{address}{Passage.objects.get(**of_article).pk}{query}")


def beside_source(page: Page, world: World) -> None:
    at(question_url("single_choice"))(page, world)
    page.get_by_role("tab", name="Source").click()
    expect(page.locator(".source-line mark").first).to_be_visible()


def words_chosen(page: Page, world: World) -> None:
    """The text beside the form with words selected, about to be cited."""
    beside_source(page, world)
    page.locator(".source-line .cite").nth(1).click()
    expect(page.locator(".cite-bar")).to_be_visible()


def answer_tried(page: Page, world: World) -> None:
    at(question_url("multiple_response"))(page, world)
    preview = page.locator("#preview")
    preview.get_by_role("checkbox").first.check()
    preview.get_by_role("button", name="Check an answer").click()
    expect(preview.get_by_role("button", name="Try another answer")).to_be_visible()


def question_overtaken(page: Page, world: World) -> None:
    """A form sent after the question was saved elsewhere."""
    world.watch.expect("422 POST")
    question = world.question_of("short_text")
    at(question_url("short_text"))(page, world)
    question.save()
    page.get_by_label("Stem:").fill("As this page has it?")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".faults")).to_contain_text("saved this question")


def record_shut(page: Page, world: World) -> None:
    """Your data while a closed-book attempt runs. It ends at once."""
    attempt = world.asked_by("true_false", behaviour="deferred", is_open_book=False).attempt
    page.goto("/accounts/data/")
    expect(page.get_by_text("is a closed-book quiz")).to_be_visible()
    attempt.finish(at=now())


def asked_to_be_erased(page: Page, world: World) -> None:
    """Your data where the host has to see to it: for people of the desk."""
    page.goto("/accounts/data/")
    page.get_by_role("button", name="Ask to be erased").click()
    expect(page.get_by_text("You asked for it on")).to_be_visible()


VISITOR: dict[str, State] = {
    "stopping letters": at(link_to_refuse),
    "welcome": at("/"),
    "sample answered": sample_answered,
    "sample unreadable": sample_unreadable,
    "sign in": at("/accounts/login/"),
    "sign in refused": faulty("/accounts/login/", "Sign in", 422, username="ada", password="not hers"),
    "locked out": locked_out,
    "sign up": at("/accounts/signup/"),
    "sign up refused": faulty(
        "/accounts/signup/", "Make the account", 422, username="ada", password1="short"
    ),
    "sources": at("/sources/"),
    "an article": at(lambda world: Article.objects.first().get_absolute_url()),
    "search": at("/search/"),
    "search, found by a visitor": at("/search/?q=troops"),
    "erased": at("/accounts/erased/"),
    "nowhere": refused("/nowhere/", 404),
    "broken": broken,
    "desk sign-in": at("/admin/login/"),
    "signed out in between": signed_out_page,
    "a form too old": too_old,
}
STUDENT: dict[str, State] = {
    "home, fresh": at("/"),
    # Before anything is missed, for a miss becomes a card.
    "no cards yet": at("/cards/"),
    "your report, nothing answered": at("/progress/report/"),
    "cards, none due": at("/cards/review/"),
    "a set, fresh": named("bank:set", SET),
    **{f"asked: {kind}": asked(place) for place, kind in enumerate(KINDS)},
    "unreadable": unreadable,
    "ending": ending,
    "keys": keys_listed,
    **{
        f"answered: {kind} {result}": answered(f"{kind} {result}")
        for kind in KINDS
        for result in ("right", "wrong")
    },
    **{f"answered: {kind} partly": answered(f"{kind} partly") for kind in PARTLY_RIGHT},
    "answered: says otherwise": at(lambda world: world.disputed.get_absolute_url()),
    "review": at(
        lambda world: reverse("attempts:review", args=[world.answered["single_choice right"].attempt_id])
    ),
    "review, all right": at(lambda world: reverse("attempts:review", args=[world.all_right.pk])),
    "your report": at("/progress/report/"),
    "an article, answered": at(
        lambda world: world.answered["single_choice right"].evidence.main.article.get_absolute_url()
    ),
    "a quiz": about_quiz(lambda _: shipped_quiz("the-week-as-a-test")),
    "a quiz with certainty": about_quiz(lambda _: shipped_quiz("how-sure-are-you")),
    "a quiz, shut books": about_quiz(lambda _: shipped_quiz("six-from-everywhere")),
    "a quiz with hints": about_quiz(lambda _: shipped_quiz("with-hints")),
    "a quiz, not open yet": quiz_open(opens=timedelta(days=1), closes=timedelta(days=2)),
    "a quiz that has closed": quiz_open(closes=-timedelta(days=1)),
    "a quiz, in the middle": about_quiz(lambda world: world.looked_over.quiz),
    "a quiz, finished": about_quiz(lambda world: world.passed.quiz),
    "a quiz, marks later": about_quiz(lambda world: world.unshown.quiz),
    "written, fresh": given("numeric", "true_false", behaviour="deferred", minutes=20),
    "written: evidence": given("evidence", "true_false", behaviour="deferred"),
    "written, saved": saved("ordering", "true_false", behaviour="deferred"),
    "written, saved, with certainty": saved("cloze", "true_false", behaviour="deferred_certainty"),
    "written, not saved": not_saved,
    "written, in conflict": in_conflict,
    "written, cannot be marked": at(lambda world: world.looked_over.slots.get(position=2).get_absolute_url()),
    "flagged": at(lambda world: world.looked_over.slots.first().get_absolute_url()),
    "no way back": given("true_false", "numeric", behaviour="deferred", is_forward_only=True),
    "tried, with a hint": tried,
    "how sure": given("single_choice", "true_false", behaviour="immediate_certainty"),
    "how sure, answered": sure,
    "look it over": at(lambda world: reverse("attempts:finish", args=[world.looked_over.pk])),
    "review, nothing shown": at(lambda world: reverse("attempts:review", args=[world.unshown.pk])),
    "review, passed": at(lambda world: reverse("attempts:review", args=[world.passed.pk])),
    "review, a key put right": at(corrected.review_corrected),
    "search, found": at("/search/?q=nato+talks"),
    "search, one sort": at("/search/?q=the&in=passages&page=2"),
    "search, nothing found": at("/search/?q=%22harbour+xylophone%22"),
    "search, no word": at("/search/?q=%3F!"),
    "search shut": sources_shut("/search/?q=nato"),
    "cards": in_decks,
    "cards after a break": after_a_break,
    "a card: question": front("single_choice"),
    "a card: question, turned": back("single_choice"),
    "a card: question, answered": back("single_choice", "answered"),
    "a card: short text, answered": back("short_text", "answered"),
    "a card: gap": front("gap"),
    "a card: gap, turned": back("gap"),
    "a card: gap, typed": back("gap", "typed"),
    "a card: front and back": front("plain"),
    "a card: front and back, turned": back("plain"),
    "a card: from a source, turned": back("sourced"),
    "a card: often forgotten": front("leech"),
    "cards done": cards_done,
    "how well a card is remembered": at(lambda world: decks(world)["leech"].get_absolute_url()),
    "how well a new card is remembered": at(lambda world: decks(world)["plain"].get_absolute_url()),
    "a deck": at(lambda world: reverse("flashcards:deck", args=[decks(world)["single_choice"].deck_id])),
    "a deck of own cards": at(lambda world: reverse("flashcards:deck", args=[decks(world)["gap"].deck_id])),
    "missed in quizzes": missed_in_quizzes,
    "how you learn": at("/cards/settings/"),
    "how you learn, refused": faulty("/cards/settings/", "Save", 422, new_a_day="-1", desired_retention="2"),
    "write a card": at("/cards/new/"),
    "write a card, refused": faulty("/cards/new/", "Add it to my cards", 422, front="When?"),
    "write a card from a passage": card_words(""),
    "write a card from words": card_words("&start=0&end=20"),
    "cards from a file": at("/cards/import/"),
    "cards from a file, looked at": looked_at,
    "cards from a file, to be mended": faulty_file,
    "change a card": at(lambda world: reverse("flashcards:edit", args=[decks(world)["sourced"].pk])),
    "delete a card": at(lambda world: reverse("flashcards:delete", args=[decks(world)["sourced"].pk])),
    "remove a deck": at(
        lambda world: reverse("flashcards:remove", args=[decks(world)["single_choice"].deck_id])
    ),
    "cards shut": sources_shut("/cards/review/"),
    "a set, its cards in a deck": named("bank:set", SET),
    "points": at("/points/"),
    "a point": at("/points/day-of-the-brussels-meeting/"),
    "a point of four sides": at("/points/who-decides-on-joining-nato/"),
    "sources shut": sources_shut("/sources/"),
    "an article shut": sources_shut(lambda world: Article.objects.first().get_absolute_url()),
    "home, in the middle": at("/"),
    "menu": menu_open,
    "a set, in the middle": at(
        lambda world: world.one_of_each_kind[0].attempt.quiz.question_set.get_absolute_url()
    ),
    "a caption cited": at(lambda world: world.cited_caption.get_absolute_url()),
    "words cited in an older revision": at(lambda world: world.revised.get_absolute_url()),
    "answered on a text that has since changed": answered_on_an_older_text,
    "desk, not theirs": at("/admin/"),
    "nothing reported": at("/reports/"),
    "something is wrong": at(report_form),
    "something is wrong, refused": faulty(report_form, "Send it to your teachers", 422, text=LONG),
    "reported": at(lambda world: reported(world, "").slot.get_absolute_url()),
    "reported, answered": at(lambda world: reported(world, "stands").slot.get_absolute_url()),
    "what was reported": at("/reports/"),
    "password": at("/accounts/password/"),
    "password refused": faulty("/accounts/password/", "Change it", old_password="not hers"),
    "password changed": at("/accounts/password/done/"),
    "your data": at("/accounts/data/"),
    "your data, shut": record_shut,
    "record shut": sources_shut("/accounts/data/download/", "Your record is shut for now"),
    "erase your account": at("/accounts/data/erase/"),
    "erase your account, refused": faulty(
        "/accounts/data/erase/", "Erase my account now", 422, username="eve", password="not hers"
    ),
    "what there is to do": at(lambda world: of_the_class("classroom")(world) and "/"),
    "a class with things to do": at(of_the_class("classroom")),
    "letters": at("/accounts/mail/"),
    "letters, no address": faulty("/accounts/mail/", "Send a link to confirm it", 422, email="nowhere"),
    "confirming an address": at(link_to_confirm),
    "confirming by an old link": refused("/accounts/mail/confirm/old/", 404),
    "signed out in between": signed_out_fragment,
}
HOST: dict[str, State] = {
    "desk of the host": at("/admin/"),
    "list of people": at("/admin/core/user/"),
    "erase a person": at(lambda world: reverse("admin:core_user_erase", args=[world.ada.pk])),
    "a person held back": at(
        lambda _: reverse("admin:core_user_erase", args=[User.objects.get(is_superuser=True).pk])
    ),
    "a person": at(lambda world: reverse("admin:core_user_change", args=[world.ada.pk])),
}
TEACHER: dict[str, State] = {
    "desk": at("/admin/"),
    **{
        f"list of {model}s": named(f"admin:quizzes_{model}_changelist")
        for model in ("question", "questionset", "quiz", "article", "passage", "topic", "correction")
    },
    "list of reports": report_list,
    "report": at(lambda world: report_url(reported(world, ""))),
    "report refused": faulty(lambda world: report_url(reported(world, "")), "Answer"),
    "report, answered": at(lambda world: report_url(reported(world, "stands"))),
    "search, found at the desk too": at("/search/?q=sherman+gene"),
    "search without result": at("/admin/quizzes/question/?q=xylophone"),
    **{f"question: {kind}": at(question_url(kind)) for kind in KINDS},
    "a key": at(lambda world: corrected.address_of(corrected.wrongly_answered(world))),
    "a key, put right": at(
        lambda world: corrected.accepted(world) and corrected.address_of(corrected.wrongly_answered(world))
    ),
    "the key of gaps": at(lambda world: corrected.address_of(corrected.wrongly_answered(world, "cloze"))),
    "what a correction would do": at(lambda world: corrected.proposal(world, "credit_to_all")),
    "what taking back would do": at(corrected.back),
    "question refused": faulty(question_url("single_choice"), "Save", 422, stem=""),
    "question overtaken": question_overtaken,
    "question that cannot be deleted": at(of_question("delete", "single_choice")),
    "choose a kind": at("/admin/quizzes/question/add/"),
    "choose another kind": another_kind,
    "choose a kind, refused": refused("/admin/quizzes/question/add/?kind=essay", 422),
    **{f"add question: {kind}": at(f"/admin/quizzes/question/add/?kind={kind}") for kind in KINDS},
    "add question refused": faulty("/admin/quizzes/question/add/?kind=numeric", "Save", 422),
    "question, its source": beside_source,
    "question, words chosen": words_chosen,
    "question, an answer tried": answer_tried,
    "a correction that cannot be": refused(corrected.only_right_option, 422),
    "history": at(
        lambda world: reverse("admin:quizzes_question_history", args=[world.question_of("numeric").pk])
    ),
    **{f"review: {kind}": at(of_question("review", kind)) for kind in KINDS},
    "review refused": faulty(of_question("review", "single_choice"), "Ask for changes", 422, comment=" "),
    "review, talked about": talked_about,
    "versions": at(of_question("versions", "single_choice")),
    "versions that differ": older_version(""),
    "restore": older_version("1/restore/"),
    "change several": several_chosen,
    "near duplicates": at(f"/admin/quizzes/question/alike/?set={SET}"),
    "near duplicates, a pair": near_duplicates,
    "history of an article, with what was reworded": reworded,
    "audit": at("/admin/core/entry/"),
    "audit, nothing found": at("/admin/core/entry/?q=xylophone"),
    "audit, of questions": at("/admin/core/entry/?about=question&who=nobody"),
    "a line of the audit": line_of_the_audit,
    "question set": at(
        lambda world: reverse("admin:quizzes_questionset_change", args=[QuestionSet.objects.first().pk])
    ),
    "quiz": at(lambda _: change_url(shipped_quiz("six-from-everywhere"))),
    "quiz, taken": at(lambda world: change_url(world.passed.quiz)),
    "quiz refused": faulty(lambda _: change_url(shipped_quiz("with-hints")), "Save", title=""),
    "add quiz": at("/admin/quizzes/quiz/add/"),
    "add quiz refused": faulty("/admin/quizzes/quiz/add/", "Save"),
    "article": at(lambda world: reverse("admin:quizzes_article_change", args=[Article.objects.first().pk])),
    "revise": at(lambda world: reverse("admin:quizzes_article_revise", args=[Article.objects.first().pk])),
    "edit the text": at(of_article("edit")),
    "edit the text refused": faulty(of_article("edit"), "See what it changes", 422, text=""),
    "what an edit changes": edited_text,
    "what an edit changes, refused": edited_text_refused,
    "citations of older texts": texts_of_before,
    "nothing to settle": at(of_article("settle")),
    "add article": at("/admin/quizzes/article/add/"),
    "add article refused": faulty("/admin/quizzes/article/add/", "Sort into blocks", 422),
    "blocks": blocks_of_an_article,
    "an article, with its questions": margin_open,
    "coverage of an article": named("bank:article_coverage", "ap-story"),
    "coverage of an article, answered": at(
        lambda world: (
            world.answered["single_choice right"].evidence.main.article.get_absolute_url() + "coverage/"
        )
    ),
    "coverage of an article without questions": without_questions,
    "coverage of a set": named("bank:set_coverage", SET),
    "coverage of a set, passages open": rows_open,
    "coverage of a set without questions": at(
        lambda _: reverse("bank:set_coverage", args=[QuestionSetFactory().slug])
    ),
    "add question about a passage": about_a_passage(""),
    "add question about words": about_a_passage("&start=0&end=20"),
    "add question about words that are not there": about_a_passage("&start=0&end=20000"),
    "sources, to a teacher": at("/sources/"),
    "a set, to a teacher": named("bank:set", SET),
    "your data, of a teacher": at("/accounts/data/"),
    "asked to be erased": asked_to_be_erased,
    "not theirs": refused("/admin/core/user/", 403),
    "item analysis": at(analysed.of_the_quiz),
    "item analysis without attempts": at(analysed.of_an_untaken_quiz),
    "item analysis of a class": at(analysed.of_the_class),
    "a question's figures": at(analysed.of_a_question(0)),
    "a question's figures in a quiz": at(analysed.of_a_question_in_the_quiz),
    "a question's figures in a class": at(analysed.of_a_question_in_the_class),
    "a question's figures, typed": at(analysed.of_a_question(2)),
    "a class with assignments": at(of_the_class("classroom")),
    "assign": at(of_the_class("assign")),
    "assign refused": faulty(of_the_class("assign"), "Assign", 422),
    "assign, to which class": at("/classes/assign/"),
    "an assignment": at(of_the_quiz("assignment")),
    "an assignment, edited": at(of_the_quiz("edit_assignment")),
    "an exception": at(of_a_student),
    "an exception refused": faulty(of_a_student, "Save", 422, minutes="0"),
    "a report on a student": at(lambda world: world.answered and report_on(world, "ada")),
    "a report on a student who did nothing": at(lambda world: report_on(world, "lee")),
}
