import os
import re

import hypothesis
import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client, override_settings

from core.models import STUDENTS, TEACHERS, User
from quizzes.attempts.asked import panes
from quizzes.bank import serving
from tests import factories

# A noisy machine is no failure of the code; what the runner of record tries is the same each time.
hypothesis.settings.register_profile("attest", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("attest")
HTMX = {"HX-Request": "true"}
TOKEN = re.compile(rb'(csrfmiddlewaretoken" value=")[A-Za-z0-9]{64}')


def without_token(page: bytes) -> bytes:
    """The page without its CSRF tokens, which are masked anew each time."""
    return TOKEN.sub(rb"\1", page)


@pytest.fixture(scope="session", autouse=True)
def collected_static_files(tmp_path_factory):
    """Collected, hashed and compressed as in production, for this run alone."""
    with override_settings(STATIC_ROOT=str(tmp_path_factory.mktemp("static"))):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield


@pytest.fixture(autouse=True)
def nothing_served_before():
    """Ids come again in every test's database, so what one test served must not reach the next."""
    serving.faces.clear()
    serving.evidence.clear()
    panes.clear()
    cache.clear()


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def ada(db) -> User:
    """A student."""
    return person("ada", STUDENTS)


@pytest.fixture
def eve(db) -> User:
    """Another student, to whom nothing of Ada's belongs."""
    return person("eve", STUDENTS)


@pytest.fixture
def tom(db) -> User:
    """A teacher, no superuser."""
    return person("tom", TEACHERS, is_staff=True)


@pytest.fixture
def host(db) -> User:
    """The person who runs the site."""
    return factories.UserFactory(username="host", is_staff=True, is_superuser=True)


def person(name: str, group: str, **fields) -> User:
    user = factories.UserFactory(username=name, **fields)
    user.groups.add(Group.objects.get_or_create(name=group)[0])
    return user


@pytest.fixture
def as_ada(ada) -> Client:
    return signed_in(ada)


@pytest.fixture
def as_eve(eve) -> Client:
    return signed_in(eve)


@pytest.fixture
def as_tom(tom) -> Client:
    return signed_in(tom)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
