"""Settings are read when a process starts, so each test starts one."""

import os
import secrets
import subprocess
import sys

import pytest

KEY = secrets.token_urlsafe(50)
OWN = (
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "CACHE_URL",
    "EMAIL_URL",
    "SITE_URL",
    "ATTEST_DEMO",
    "TIME_ZONE",
    "DEBUG",
)


def manage(*arguments: str, **settings: str) -> subprocess.CompletedProcess:
    return python("manage.py", *arguments, **settings)


def python(*arguments: str, **settings: str) -> subprocess.CompletedProcess:
    surroundings = {name: value for name, value in os.environ.items() if name not in OWN}
    return subprocess.run(  # noqa: S603
        [sys.executable, *arguments],
        env=surroundings | settings,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_settings_are_clean():
    run = manage("check", "--deploy", "--fail-level", "WARNING", SECRET_KEY=KEY, ALLOWED_HOSTS="quiz.example")
    assert run.returncode == 0, run.stderr
    assert "no issues" in run.stdout


@pytest.mark.parametrize(
    ("surroundings", "sentence"),
    [
        ({}, "SECRET_KEY has 0 characters. Set it to a random text of 50 or more"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY has 5 characters."),
        ({"SECRET_KEY": KEY, "DATABASE_URL": "mysql://a/b"}, 'DATABASE_URL begins with "mysql:".'),
        ({"SECRET_KEY": KEY, "DATABASE_URL": "nonsense"}, "DATABASE_URL cannot be read. Write it like"),
        ({"SECRET_KEY": KEY, "CACHE_URL": "foo://x"}, "CACHE_URL cannot be read"),
        ({"SECRET_KEY": KEY, "EMAIL_URL": "foo"}, "EMAIL_URL cannot be read"),
        ({"SECRET_KEY": KEY, "TIME_ZONE": "Mars"}, 'TIME_ZONE is "Mars", which is no known time zone.'),
        ({"SECRET_KEY": KEY, "SITE_URL": "quiz.example"}, 'SITE_URL is "quiz.example". Write it like'),
        ({"DEBUG": "maybe"}, 'DEBUG is "maybe". Write 1 for yes or 0 for no.'),
        ({"ATTEST_DEMO": "1", "ALLOWED_HOSTS": "quiz.example"}, "ATTEST_DEMO=1 has known passwords"),
    ],
)
def test_a_setting_that_cannot_be_used_stops_the_start_with_a_sentence(surroundings, sentence):
    run = manage("check", **surroundings)
    assert run.returncode == 1
    (told,) = run.stderr.splitlines()
    assert sentence in told


@pytest.mark.parametrize(
    "command", ["migrate", "runserver", "check_integrity", "load_library", "no_such_command"]
)
def test_without_a_key_no_command_starts_and_each_says_how_to_go_on(command):
    run = manage(command)
    assert (run.returncode, run.stdout) == (1, "")
    (told,) = run.stderr.splitlines()
    assert told.startswith("SECRET_KEY has 0 characters.")
    assert "or set ATTEST_DEMO=1" in told


def test_who_looks_for_the_reason_sees_where_it_was_said():
    assert "env.py" in manage("check", "--traceback").stderr


def test_a_server_does_not_start_without_a_key():
    run = python("-c", "import core.wsgi")
    assert run.returncode != 0
    assert "SECRET_KEY has 0 characters." in run.stderr.splitlines()[-1]


def test_demo_accounts_are_refused_outside_a_demo():
    run = manage("create_demo_accounts", SECRET_KEY=KEY)
    assert run.returncode != 0
    assert "Set ATTEST_DEMO=1" in run.stderr
