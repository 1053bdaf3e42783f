"""Every page in every state worth a look: the table that the tests of all pages walk through."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from random import Random
from unittest.mock import patch

from django.conf import settings as configured
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from core.models import User
from quizzes.articles.blocks import Role
from quizzes.kinds import KINDS
from quizzes.models import Article, Attempt, Citation, Question, QuestionSet, QuestionVersion, Quiz, Slot
from tests.browser.acts import check, give_an_answer, sign_in
from tests.browser.conftest import Watch
from tests.factories import body

SET = "week-of-talks"
PASTED = """The bridge over the Lend

The bridge over the Lend was closed on Monday, the council said, after two cracks were found in its deck.

It was to open again after seven days, according to the mayor, who spoke of a small repair.

Two shops on the north bank lost half of their customers in that week, their owners told this paper.
"""


@dataclass(frozen=True)
class World:
    """The library, and people who have been using it. Ada has attempts; the watch knows what is meant to fail."""

    ada: User
    watch: Watch

    @cached_property
    def one_of_each_kind(self) -> list[Slot]:
        """Slots of an open attempt of Ada's, nothing answered yet."""
        return list(attempt_at(self.ada, [first_version(kind) for kind in KINDS]).slots.all())

    @cached_property
    def answered(self) -> dict[str, Slot]:
        """Slots of a finished attempt of Ada's, by kind and result."""
        ways = [(kind, result) for kind in KINDS for result in ("right", "wrong")]
        ways += [("multiple_response", "partly"), ("single_choice", "")]
        attempt = attempt_at(self.ada, [first_version(kind) for kind, _ in ways])
        slots = dict(
            zip((f"{kind} {result}".strip() for kind, result in ways), attempt.slots.all(), strict=True)
        )
        for (_, result), slot in zip(ways, slots.values(), strict=True):
            if result:
                slot.submit(slot.read(typed(slot, result)), at=now())
                assert slot.result == result
        attempt.finish(at=now())
        return slots

    @cached_property
    def all_right(self) -> Attempt:
        attempt = attempt_at(self.ada, [first_version("true_false")])
        slot = attempt.slots.get()
        slot.submit(slot.read(typed(slot, "right")), at=now())
        return Attempt.objects.get(pk=attempt.pk)

    @cached_property
    def disputed(self) -> Slot:
        """An answered question to which another source says otherwise."""
        otherwise = (
            Citation.objects.filter(stance=Citation.Stance.CONTRADICTS).select_related("version").first()
        )
        slot = attempt_at(self.ada, [otherwise.version]).slots.get()
        slot.submit(slot.read(typed(slot, "wrong")), at=now())
        return slot

    @cached_property
    def revised(self) -> Citation:
        """A citation of a revision that is no longer the newest: its article has other words now."""
        cited = Citation.objects.asked_now().with_sources().filter(passage__role="body").first()
        article = cited.passage.revision.article
        article.revise(body(["Other words.", "And more of them."]), cited.passage.revision.wording)
        return cited

    @cached_property
    def cited_caption(self) -> Citation:
        return Citation.objects.asked_now().with_sources().filter(passage__role=Role.CAPTION.value).first()

    def question_of(self, kind: str) -> Question:
        return first_version(kind).question


def attempt_at(student: User, versions: list[QuestionVersion]) -> Attempt:
    quiz = Quiz.objects.create(question_set=QuestionSet.objects.get(slug=SET), title="The week of talks")
    return Attempt.given(student, quiz, versions, at=now(), chance=Random(7))


def first_version(kind: str) -> QuestionVersion:
    published = Question.objects.published().in_order().select_related("current")
    return published.filter(kind=kind).first().current


def typed(slot: Slot, result: str) -> list[str]:
    """What to send so that the answer is right, partly right or wrong."""
    key = slot.evidence.key
    if "accepted" in key:
        plain = next(row["text"] for row in key["accepted"] if row["credit"] == 1 and "*" not in row["text"])
        return [f"{plain} {slot.face.get('unit', '')}" if result == "right" else "987654"]
    options = enumerate(slot.face["options"], start=1)
    right, wrong = [], []
    for position, option in options:
        (right if option["id"] in key["right"] else wrong).append(str(position))
    return {"right": right, "partly": right[:1], "wrong": wrong[:1]}[result]


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


def asked(place: int) -> State:
    return at(lambda world: world.one_of_each_kind[place].get_absolute_url())


def answered(way: str) -> State:
    return at(lambda world: world.answered[way].get_absolute_url())


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
    "answered: partly": answered("multiple_response partly"),
    "answered: says otherwise": at(lambda world: world.disputed.get_absolute_url()),
    "review": at(
        lambda world: reverse("attempts:review", args=[world.answered["single_choice right"].attempt_id])
    ),
    "review, all right": at(lambda world: reverse("attempts:review", args=[world.all_right.pk])),
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
        for model in ("question", "questionset", "article", "passage", "topic")
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
    "article": at(lambda world: reverse("admin:quizzes_article_change", args=[Article.objects.first().pk])),
    "revise": at(lambda world: reverse("admin:quizzes_article_revise", args=[Article.objects.first().pk])),
    "add article": at("/admin/quizzes/article/add/"),
    "add article refused": faulty("/admin/quizzes/article/add/", "Sort into blocks", 422),
    "blocks": blocks_of_an_article,
    "not theirs": refused("/admin/core/user/", 403),
}
