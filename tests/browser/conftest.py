"""A real browser at a real server: one server and one browser a run, the whole library anew in each test.

Static files are collected and served as in production: hashed, compressed, by WhiteNoise.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from importlib import import_module
from io import StringIO
from pathlib import Path
from pkgutil import iter_modules

import pytest
from django.apps import apps
from django.conf import settings as configured
from django.core.management import call_command
from django.core.wsgi import WSGIHandler
from django.test import Client, override_settings
from django.test.testcases import LiveServerThread
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

from core.models import User
from quizzes import migrations

HERE = Path(__file__).parent
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
LAPTOP = {"width": 1280, "height": 720}
PATIENCE = 5_000
AS_IN_PRODUCTION = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STARTS = ("core.migrations.0002_groups", "quizzes.migrations.0002_what_teachers_may_do")


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """All tests of this folder need a browser, and say so before any is chosen by its mark.

    They come last: the loop a browser needs is there until the end of the run.
    """
    for item in filter(is_here, items):
        item.add_marker(pytest.mark.browser)
    yield
    items.sort(key=is_here)


def is_here(item: pytest.Item) -> bool:
    return HERE in item.path.parents


@pytest.fixture(scope="session", autouse=True)
def django_beside_a_loop() -> Iterator[None]:
    """Playwright keeps an event loop running in this thread, which Django would take for a mistake of ours."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    return browser_type_launch_args | {
        # None: the one that Playwright fetched.
        "executable_path": chromium(),
        "args": [
            "--disable-quic",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
        ],
    }


def chromium() -> str | None:
    names = (os.environ.get("ATTEST_CHROMIUM", ""), *CHROMIUM_NAMES)
    return next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def base_url(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[str]:
    """Where the server of this run listens."""
    storages = configured.STORAGES | {"staticfiles": {"BACKEND": AS_IN_PRODUCTION}}
    with override_settings(STATIC_ROOT=str(tmp_path_factory.mktemp("static")), STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
        server = LiveServerThread("127.0.0.1", static_handler=lambda _: WSGIHandler())
        server.daemon = True
        server.start()
        server.is_ready.wait()
        if server.error:
            raise server.error
        yield f"http://127.0.0.1:{server.port}"
        server.terminate()


@pytest.fixture
def groups(transactional_db: None) -> None:
    """The groups and their rights, as migrations make them; the test before swept them away."""
    for start in (*STARTS, *migrations_with_rights()):
        for operation in import_module(start).Migration.operations:
            operation.code(apps, None)


def migrations_with_rights() -> list[str]:
    """Those that do nothing but say what teachers may do, in their order."""
    names = sorted(name for _, name, _ in iter_modules(migrations.__path__) if not name.startswith("_"))
    modules = [import_module(f"{migrations.__name__}.{name}") for name in names]
    return [module.__name__ for module in modules if hasattr(module, "teachers_may_edit")]


@pytest.fixture(autouse=True)
def library(groups: None) -> None:
    """The library that ships, as on a fresh site."""
    call_command("load_library", verbosity=0, stdout=StringIO())


class Watch:
    """What goes wrong on any page of a test: console errors, exceptions, blocked content, refused requests."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.expected: list[str] = []

    def over(self, context: BrowserContext) -> None:
        context.on("console", self.hear)
        context.on("weberror", lambda error: self.faults.append(f"exception: {error.error}"))
        context.on("requestfailed", self.note_failed)
        context.on("response", self.note_refused)

    def hear(self, message: ConsoleMessage) -> None:
        # Of requests that came to nothing we know more than the console tells.
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"console: {message.text}")

    def note_failed(self, request: Request) -> None:
        # Aborted: the person went on to another page before it came.
        if request.failure == "net::ERR_ABORTED":
            return
        self.faults.append(f"{request.failure} {request.method} {request.url}")

    def note_refused(self, response: Response) -> None:
        if response.status >= 400:
            self.faults.append(f"{response.status} {response.request.method} {response.url}")

    def expect(self, *starts: str) -> None:
        """What is meant to go wrong, by its first words. It must."""
        self.expected += starts

    def verdict(self) -> list[str]:
        surprises = [fault for fault in self.faults if not fault.startswith(tuple(self.expected))]
        return surprises + [
            f"expected, but did not happen: {start}" for start in self.expected if not self.saw(start)
        ]

    def saw(self, start: str) -> bool:
        return any(fault.startswith(start) for fault in self.faults)


@pytest.fixture(autouse=True)
def watch(library: None) -> Iterator[Watch]:
    watch = Watch()
    yield watch
    assert not watch.verdict(), "\n".join(watch.verdict())


@pytest.fixture
def opened(new_context: Callable[..., BrowserContext], watch: Watch, base_url: str) -> Callable[..., Page]:
    """A browser page of a person's own, signed in; of a visitor, when nobody is named."""

    def page(person: User | None = None, **how) -> Page:
        context = new_context(**{"viewport": LAPTOP} | how)
        context.set_default_timeout(PATIENCE)
        watch.over(context)
        if person:
            context.add_cookies([session_cookie(person, base_url)])
        return context.new_page()

    return page


def session_cookie(person: User, base_url: str) -> dict:
    client = Client()
    client.force_login(person)
    name = configured.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": base_url, "httpOnly": True}
