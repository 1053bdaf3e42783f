import pytest
from django.conf import settings
from django.db import connection

from tests import stores


@pytest.mark.django_db
def test_the_tests_run_on_the_store_they_name():
    assert connection.vendor == stores.STORE


@pytest.mark.django_db
@pytest.mark.skipif(stores.STORE != "sqlite", reason="these are SQLite's own settings")
def test_sqlite_survives_load_and_power_cuts():
    def pragma(name: str) -> object:
        with connection.cursor() as cursor:
            return cursor.execute(f"PRAGMA {name}").fetchone()

    assert pragma("journal_mode") == ("wal",)
    assert pragma("synchronous") == (2,)
    assert pragma("mmap_size") in ((0,), None)
    assert pragma("secure_delete") == (1,)
    assert connection.transaction_mode == "IMMEDIATE"
    assert settings.DATABASES["default"]["CONN_MAX_AGE"] is None
    assert settings.DATABASES["default"]["OPTIONS"]["timeout"] == 20
    assert not settings.DATABASES["default"].get("ATOMIC_REQUESTS")


def test_the_content_policy_allows_our_own_files_and_nothing_else():
    directives = {name: list(value) for name, value in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()}
    own, none = ["'self'"], ["'none'"]
    assert directives == {
        "default-src": none,
        "base-uri": none,
        "frame-ancestors": none,
        **dict.fromkeys(
            ("script-src", "style-src", "img-src", "connect-src", "font-src", "form-action"), own
        ),
    }
