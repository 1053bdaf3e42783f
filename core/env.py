"""Settings from the environment. What cannot be used is refused at start, in one sentence."""

import os
import re
import warnings
from collections.abc import Mapping
from zoneinfo import ZoneInfo, available_timezones

import environ
from django.core.exceptions import ImproperlyConfigured

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
SHORTEST_KEY = 50


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool = False) -> bool:
    value = text(name, "1" if default else "0").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f'{name} is "{value}". Write 1 for yes or 0 for no.')


def names(name: str, default: tuple[str, ...]) -> list[str]:
    return [part.strip() for part in text(name, ",".join(default)).split(",") if part.strip()]


def secret_key(*, may_be_invented: bool) -> str:
    """The SECRET_KEY. Only a demo or a debugging run, which nobody else can reach, may do without."""
    key = text("SECRET_KEY")
    if not key and may_be_invented:
        return "not-secret-" + "0" * SHORTEST_KEY
    if len(key) < SHORTEST_KEY:
        raise ImproperlyConfigured(
            f"SECRET_KEY has {len(key)} characters. Set it to a random text of {SHORTEST_KEY} or more, "
            'for example from: python -c "import secrets; print(secrets.token_urlsafe(50))"; '
            "or set ATTEST_DEMO=1, for a demo on this machine alone."
        )
    return key


def allowed_hosts(*, is_demo: bool) -> list[str]:
    hosts = names("ALLOWED_HOSTS", LOOPBACK)
    strangers = [host for host in hosts if host not in LOOPBACK]
    if is_demo and strangers:
        raise ImproperlyConfigured(
            f'ATTEST_DEMO=1 has known passwords, and ALLOWED_HOSTS names "{strangers[0]}". '
            "Serve the demo on 127.0.0.1 alone, or set ATTEST_DEMO=0."
        )
    return hosts


def time_zone() -> str:
    zone = text("TIME_ZONE", "UTC")
    if zone not in available_timezones():
        raise ImproperlyConfigured(
            f'TIME_ZONE is "{zone}", which is no known time zone. Write one like Europe/Berlin or UTC.'
        )
    return ZoneInfo(zone).key


def database(default: str) -> dict:
    """DATABASES["default"]: SQLite that survives load and power cuts, or PostgreSQL with kept connections."""
    url = text("DATABASE_URL", default)
    config = parsed("DATABASE_URL", url, environ.Env.db_url_config, "sqlite:////srv/attest.sqlite3")
    if config["ENGINE"] == "django.db.backends.sqlite3":
        # Tests use a file too: with threads, a database in memory loses rows.
        return config | SQLITE | {"TEST": {"NAME": f"{config['NAME']}.test"}}
    if config["ENGINE"] == "django.db.backends.postgresql":
        return config | POSTGRESQL | {"OPTIONS": PLANNING | config.get("OPTIONS", {})}
    raise ImproperlyConfigured(
        f'DATABASE_URL begins with "{url.partition(":")[0]}:". Attest stores in SQLite or PostgreSQL: '
        "write sqlite:////path/to/file or postgres://user:password@host/name."
    )


SQLITE = {
    "CONN_MAX_AGE": None,
    "OPTIONS": {
        # DEFERRED would fail when two writers meet; IMMEDIATE makes the second one wait its turn.
        "transaction_mode": "IMMEDIATE",
        # Seconds a writer of another process waits: erasing a long record holds the store for more than five.
        "timeout": 20,
        # FULL: an answer counts as saved only when the disk has it.
        # secure_delete: what is deleted is overwritten, so that nothing of an erased person is left in the file.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=0; PRAGMA secure_delete=ON;"
        ),
    },
}

POSTGRESQL = {"CONN_MAX_AGE": 300, "CONN_HEALTH_CHECKS": True}
# What a class needs lies in memory or on a disk without arms: PostgreSQL's usual 4 has it read a table of everybody's whole.
PLANNING = {"options": "-c random_page_cost=1.1"}


def cache() -> dict:
    url = text("CACHE_URL", "locmemcache://")
    return parsed("CACHE_URL", url, environ.Env.cache_url_config, "redis://127.0.0.1:6379/0")


def email() -> Mapping:
    url = text("EMAIL_URL", "consolemail://")
    return parsed("EMAIL_URL", url, environ.Env.email_url_config, "smtp://user:password@host:587")


def site_url(hosts: list[str], *, is_secure: bool) -> str:
    """Where people find the site, for links in letters: SITE_URL, else the first of the hosts."""
    usual = f"https://{hosts[0].lstrip('.')}" if is_secure and hosts[0] != "*" else "http://127.0.0.1:8000"
    url = text("SITE_URL", usual).rstrip("/")
    if not re.fullmatch(r"https?://[^/\s?#]+", url):
        raise ImproperlyConfigured(f'SITE_URL is "{url}". Write it like https://quiz.example.org.')
    return url


def parsed(name: str, url: str, parse, example: str) -> dict:
    """What the URL says as Django's settings; one sentence when it says nothing usable."""
    try:
        # What it warns of is refused below, by a sentence of ours.
        with warnings.catch_warnings(action="ignore"):
            config = parse(url)
    except (KeyError, ValueError, TypeError, ImproperlyConfigured) as fault:
        raise ImproperlyConfigured(
            f"{name} cannot be read ({type(fault).__name__}). Write it like {example}."
        ) from fault
    if not config:
        raise ImproperlyConfigured(f"{name} cannot be read. Write it like {example}.")
    return config
