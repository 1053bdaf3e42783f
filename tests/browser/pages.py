"""Every page in every state worth a look: the table that the tests of all pages walk through."""

from collections.abc import Callable
from datetime import timedelta
from unittest.mock import patch

from django.conf import settings as configured
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from quizzes.attempts.work import Work
from quizzes.kinds import KINDS
from quizzes.models import (
    Article,
    Question,
    QuestionSet,
    Quiz,
)
from tests.browser.acts import check, give_an_answer, sign_in
from tests.browser.answers import typed
from tests.browser.world import PARTLY_RIGHT, SET, World, attempt_at

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
        expect(page.locator(".problem, .errornote, .errorlist").first).to_be_visible()

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


def question_url(kind: str) -> Callable[[World], str]:
    return lambda world: reverse("admin:quizzes_question_change", args=[world.question_of(kind).pk])


def change_url(quiz: Quiz) -> str:
    return reverse("admin:quizzes_quiz_change", args=[quiz.pk])


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


def sources_shut(address: str | Callable[[World], str]) -> State:
    """What a student sees in place of the sources while a closed-book attempt runs. It ends at once."""

    def go(page: Page, world: World) -> None:
        world.watch.expect("403 GET")
        attempt = world.asked_by("true_false", behaviour="deferred", is_open_book=False).attempt
        at(address)(page, world)
        expect(page.get_by_role("heading", name="The sources are shut for now")).to_be_visible()
        attempt.finish(at=now())

    return go


VISITOR: dict[str, State] = {
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
    "nowhere": refused("/nowhere/", 404),
    "broken": broken,
    "desk sign-in": at("/admin/login/"),
    "signed out in between": signed_out_page,
    "a form too old": too_old,
}
STUDENT: dict[str, State] = {
    "home, fresh": at("/"),
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
    "desk, not theirs": at("/admin/"),
    "password": at("/accounts/password/"),
    "password refused": faulty("/accounts/password/", "Change it", old_password="not hers"),
    "password changed": at("/accounts/password/done/"),
    "signed out in between": signed_out_fragment,
}
TEACHER: dict[str, State] = {
    "desk": at("/admin/"),
    **{
        f"list of {model}s": named(f"admin:quizzes_{model}_changelist")
        for model in ("question", "questionset", "quiz", "article", "passage", "topic")
    },
    "search without result": at("/admin/quizzes/question/?q=xylophone"),
    **{f"question: {kind}": at(question_url(kind)) for kind in KINDS},
    "question refused": faulty(question_url("single_choice"), "Save", stem=""),
    "add question": at("/admin/quizzes/question/add/"),
    "add question refused": faulty("/admin/quizzes/question/add/", "Save"),
    "history": at(
        lambda world: reverse("admin:quizzes_question_history", args=[world.question_of("numeric").pk])
    ),
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
    "add article": at("/admin/quizzes/article/add/"),
    "add article refused": faulty("/admin/quizzes/article/add/", "Sort into blocks", 422),
    "blocks": blocks_of_an_article,
    "not theirs": refused("/admin/core/user/", 403),
}
