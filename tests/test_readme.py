"""The README tells what the code does: tables there are held against the code."""

import re
import tomllib
from pathlib import Path

import pytest

from quizzes.attempts.behaviours import BEHAVIOURS
from quizzes.flashcards.fitting import EXTRA
from quizzes.kinds import KINDS
from tests.test_architecture import MAY_IMPORT

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()


def rows_under(heading: str) -> list[list[str]]:
    """The cells of the first table under a heading, without its head."""
    section = README.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_every_kind_is_told_and_no_other():
    told = {
        (label, name.strip("`"), credit == "yes") for label, name, credit in rows_under("Kinds of question")
    }
    assert told == {(kind.LABEL, name, kind.HAS_PARTIAL_CREDIT) for name, kind in KINDS.items()}


def test_every_behaviour_is_told_and_no_other():
    told = [label for label, _ in rows_under("Quizzes: how a set is given")]
    assert told == [behaviour.label for behaviour in BEHAVIOURS.values()]


def test_every_command_is_told_once_and_no_other():
    told = [re.match(r"`manage.py (\w+)", command)[1] for command, _ in rows_under("Commands")]
    assert sorted(told) == sorted(
        path.stem for path in (ROOT / "quizzes/management/commands").glob("[a-z]*.py")
    )


def test_every_setting_from_the_environment_is_told():
    told = {name.strip("`") for name, *_ in rows_under("Hosting")}
    source = (ROOT / "core/settings.py").read_text() + (ROOT / "core/env.py").read_text()
    read = set(re.findall(r'(?:text|flag|names)\(\s*"([A-Z_]+)"', source))
    assert told == read


def test_the_extra_for_fitting_is_told_as_it_is_declared_and_installed():
    (declared,) = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"][
        "memory"
    ]
    assert declared.startswith(EXTRA)
    assert f'pip install "{EXTRA}"' in README


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_every_room_is_on_the_map(room):
    assert f"\n  {room}/" in README


def test_every_file_the_readme_shows_is_there():
    for path in re.findall(r"\]\(([^):#]+)\)", README):
        assert (ROOT / path).is_file(), path


@pytest.mark.parametrize("target", ["run", "test", "lint", "format", "bench", "lock"])
def test_every_make_command_it_names_exists(target):
    assert f"make {target}" in README
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)
