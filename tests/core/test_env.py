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
    surroundings = {name: value for name, value in os.environ.items() if name not in OWN}
    return subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", *arguments],
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
    assert run.returncode != 0
    assert sentence in run.stderr.splitlines()[-1]


def test_demo_accounts_are_refused_outside_a_demo():
    run = manage("create_demo_accounts", SECRET_KEY=KEY)
    assert run.returncode != 0
    assert "Set ATTEST_DEMO=1" in run.stderr
