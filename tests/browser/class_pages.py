"""The pages of classes in every state worth a look; part of the table that the tests of all pages walk through."""

from collections.abc import Callable
from functools import lru_cache

from django.urls import reverse
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from core.models import User
from quizzes.models import Classroom, Membership
from tests.browser.pages import State, at, faulty
from tests.browser.world import World
from tests.factories import UserFactory, classroom_of

NAMES = (
    "Éva Œuvre",
    "Max Müller",
    "Wolfeschlegelsteinhausenbergerdorff the Elder of the Whole Long Line",
    "",
)
ROSTER = "Name;User name;Phone\n" + "\n".join(f"Student {number};;1" for number in range(30))
FAULTY = "Name;User name\nAda Lovelace;ada.l\n;eva\nZoe;z o e\n"


@lru_cache(maxsize=1)
def classes(world: World) -> dict[str, Classroom]:
    """Tom's: one with Ada and others in it, an empty one, a large one, one that is put away."""
    tom = User.objects.get(username="tom")
    full = classroom_of(tom, world.ada, name="History 9b")
    for number, name in enumerate(NAMES):
        full.admit(UserFactory(username=f"classmate{number}"), at=now(), name=name)
    full.memberships.filter(name="Max Müller").update(removed_at=now())
    full.memberships.exclude(student=world.ada).update(is_made_here=True)
    full.share_with(UserFactory(username="x" * 150))
    large = classroom_of(
        tom, name="All of the seventh year, in every form and with a name that is rather long"
    )
    Membership.objects.bulk_create(
        Membership(classroom=large, student=UserFactory(username=f"of-many{number}"), joined_at=now())
        for number in range(101)
    )
    away = classroom_of(tom, world.ada, name="Last year")
    away.archive(at=now())
    return {"full": full, "large": large, "away": away, "empty": classroom_of(tom, name="New")}


def of_class(name: str, which: str = "full", query: str = "") -> Callable[[World], str]:
    return lambda world: reverse(f"classrooms:{name}", args=[classes(world)[which].pk]) + query


def of_member(called: str) -> Callable[[World], str]:
    def address(world: World) -> str:
        membership = classes(world)["full"].memberships.filter(name=called).first()
        return membership.get_absolute_url()

    return address


def overview(page: Page, world: World) -> None:
    classes(world)
    page.goto("/classes/")
    for details in page.locator("details.put-away").all():
        details.locator("summary").click()


def removed_open(page: Page, world: World) -> None:
    at(of_class("classroom"))(page, world)
    page.locator("details.put-away summary").click()


def code_closed(page: Page, world: World) -> None:
    at(of_class("classroom", "empty"))(page, world)
    page.get_by_role("button", name="Close joining").click()
    expect(page.get_by_text("The code lets nobody in any more.")).to_be_visible()


def look_at_roster(page: Page, content: str) -> None:
    page.locator("input[type=file]").set_input_files(
        {"name": "roster.csv", "mimeType": "text/csv", "buffer": content.encode()}
    )
    page.get_by_role("button", name="See what it would do").click()
    expect(page.get_by_role("heading", name="What “roster.csv” would do")).to_be_visible()


def roster_looked_at(content: str, status: int = 200) -> State:
    def go(page: Page, world: World) -> None:
        if status != 200:
            world.watch.expect(f"{status} POST")
        at(of_class("roster"))(page, world)
        look_at_roster(page, content)

    return go


def slips_printed(page: Page, world: World) -> None:
    at(of_class("slips", query="?all=1"))(page, world)
    page.get_by_role("button", name="Make new passwords and show the slips").click()
    expect(page.locator(".slips li").first).to_be_visible()


def join_refused(page: Page, world: World) -> None:
    world.watch.expect("422 GET")
    page.goto("/classes/join/?code=ZZZZ-2222")
    expect(page.get_by_text("No class has this code.")).to_be_visible()


STUDENT: dict[str, State] = {
    "classes, none yet": at("/classes/"),
    "join a class": at("/classes/join/"),
    "join a class, refused": join_refused,
    "join a class, confirm": at(lambda world: f"/classes/join/?code={classes(world)['empty'].told_code}"),
    "classes one is in": overview,
    "a class one is in": at(of_class("classroom")),
}
TEACHER: dict[str, State] = {
    "make a class": at("/classes/new/"),
    "make a class, refused": faulty("/classes/new/", "Make the class", 422, name=""),
    "classes": overview,
    "a class": removed_open,
    "a class without students": at(of_class("classroom", "empty")),
    "a class of many": at(of_class("classroom", "large")),
    "a class of many, found by name": at(of_class("classroom", "large", "?name=many10")),
    "a class, closed": code_closed,
    "a class, archived": at(of_class("classroom", "away")),
    "settings of a class": at(of_class("settings")),
    "settings of a class, refused": faulty(of_class("settings"), "Save", 422, name=""),
    "settings of an archived class": at(of_class("settings", "away")),
    "a student of a class": at(of_member("Éva Œuvre")),
    "a student who was removed": at(of_member("Max Müller")),
    "teachers of a class": at(of_class("teachers")),
    "teachers of a class, refused": faulty(of_class("teachers"), "Add the teacher", 422, username="nobody"),
    "a roster": at(of_class("roster")),
    "a roster, looked at": roster_looked_at(ROSTER),
    "a roster, with faults": roster_looked_at(FAULTY, 422),
    "slips": at(of_class("slips", query="?all=1")),
    "slips, none to print": at(of_class("slips", "empty")),
    "slips, printed": slips_printed,
}
