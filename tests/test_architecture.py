"""Who may import whom. Change these tables on purpose, never to quiet a test."""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from quizzes.kinds import KINDS

ROOT = Path(__file__).parents[1]
MAY_IMPORT = {
    "kinds": [],
    "articles": [],
    "bank": ["articles", "kinds"],
    "attempts": ["bank"],
    "flashcards": ["attempts", "bank", "articles"],
    "classrooms": ["flashcards", "attempts", "bank"],
    "progress": ["classrooms", "flashcards", "attempts", "bank", "articles"],
    "reports": ["attempts", "bank"],
    "search": ["bank", "articles"],
}
# What every room takes from below without an arrow of its own: attempts speak the kinds' words and ask when articles changed.
SPOKEN = {"attempts": ["articles", "kinds"], "flashcards": ["kinds"]}
# Pure places, and the one engine each may have beside the standard library.
PURE = {
    "kinds": [],
    "articles/quoting.py": [],
    "articles/placing.py": ["rapidfuzz"],
    "articles/blocks.py": [],
    "articles/marked_text.py": [],
    "articles/sorting.py": [],
    "articles/shapes.py": [],
    "articles/extraction.py": ["justext", "lxml"],
    "bank/advice.py": [],
    "bank/differing.py": [],
    "bank/likeness.py": ["rapidfuzz"],
    "bank/wordlike.py": [],
    "attempts/behaviours.py": [],
    "attempts/correcting.py": [],
    "attempts/disclosure.py": [],
    "attempts/drawing.py": [],
    "attempts/results.py": [],
    "attempts/terms.py": [],
    "attempts/timing.py": [],
    "bank/changes.py": [],
    "classrooms/dates_told.py": [],
    "classrooms/joining.py": [],
    "flashcards/card_file.py": [],
    "classrooms/naming.py": [],
    "classrooms/roster_file.py": [],
    "flashcards/comparing.py": [],
    "flashcards/days.py": [],
    "flashcards/fitting.py": ["fsrs"],
    "flashcards/gaps.py": [],
    "flashcards/judging.py": [],
    "flashcards/records.py": [],
    "flashcards/scheduling.py": ["fsrs"],
    "progress/charts": [],
    "progress/classes/needs.py": [],
    "progress/items/analysis.py": [],
    "progress/items/chance.py": [],
    "progress/items/distributions.py": [],
    "progress/items/mark_lists.py": [],
    "progress/items/nearness.py": ["rapidfuzz"],
    "progress/items/outcomes.py": [],
    "progress/items/quiz_verdicts.py": [],
    "progress/items/selections.py": [],
    "progress/items/sides.py": [],
    "progress/items/thirds.py": [],
    "progress/items/verdicts.py": [],
    "progress/made_up/history.py": [],
    "progress/made_up/questions.py": [],
    "progress/statistics.py": [],
    "progress/students/mastery.py": [],
    "progress/told.py": [],
    "progress/units.py": [],
    "search/asked.py": [],
    "search/snippets.py": [],
    "search/words.py": [],
}
# Doors of the app, which may know every room.
DOORS = [
    "admin.py",
    "apps.py",
    "audited.py",
    "home.py",
    "models.py",
    "personal.py",
    "urls.py",
    "management",
    "migrations",
]
# Where imports stand inside a function, and why.
INNER_IMPORTS = dict.fromkeys(
    ["core/apps.py", "quizzes/apps.py"], "models cannot be imported before the apps are ready"
)


def modules_under(place: str) -> list[Path]:
    path = ROOT / "quizzes" / place
    return [path] if path.is_file() else sorted(path.rglob("*.py"))


def imported_by(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.ImportFrom):
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def rooms_imported_by(module: Path) -> set[str]:
    names = (name.split(".") for name in imported_by(module) if name.startswith("quizzes."))
    return {parts[1] for parts in names}


def test_every_room_has_its_line_in_the_table():
    folders = {path.name for path in (ROOT / "quizzes").iterdir() if path.is_dir()}
    found = folders - {"__pycache__"}
    assert found == {*MAY_IMPORT, *(door for door in DOORS if "." not in door)}


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_the_rooms_below_it(room):
    allowed = {room, *MAY_IMPORT[room], *SPOKEN.get(room, [])}
    for module in modules_under(room):
        assert rooms_imported_by(module) <= allowed, module


def test_the_shell_knows_no_quiz_word():
    for module in (ROOT / "core").rglob("*.py"):
        names = [name for name in imported_by(module) if name.startswith("quizzes.")]
        assert not names, module


@pytest.mark.parametrize("place", PURE)
def test_pure_code_knows_the_standard_library_and_its_one_engine(place):
    modules = modules_under(place)
    assert modules
    for module in modules:
        for name in imported_by(module):
            top = name.split(".")[0]
            is_own = name.startswith("quizzes.kinds") or name.removeprefix("quizzes.") in own_names()
            assert top in sys.stdlib_module_names or top in PURE[place] or is_own or name == "quizzes", (
                f"{module.name} imports {name}"
            )


def test_the_audit_is_told_by_pure_code():
    names = imported_by(ROOT / "core" / "audit_lines.py")
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


@cache
def own_names() -> set[str]:
    """Names by which pure modules import each other: articles.blocks, articles.blocks.Role, …"""
    names = set()
    for place in PURE:
        for module in modules_under(place):
            dotted = ".".join(module.relative_to(ROOT / "quizzes").with_suffix("").parts)
            names |= {dotted, dotted.rpartition(".")[0]}
            names |= {f"{dotted}.{name}" for name in defined_in(module)}
    return names


def defined_in(module: Path) -> Iterator[str]:
    for node in ast.parse(module.read_text()).body:
        if hasattr(node, "name"):
            yield node.name
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        for target in targets:
            named = target.elts if isinstance(target, ast.Tuple) else [target]
            yield from (one.id for one in named if isinstance(one, ast.Name))


def test_imports_stand_at_the_top():
    inner = set()
    for module in [*(ROOT / "quizzes").rglob("*.py"), *(ROOT / "core").rglob("*.py")]:
        tree = ast.parse(module.read_text())
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        within = [node for function in functions for node in ast.walk(function)]
        if any(isinstance(node, ast.Import | ast.ImportFrom) for node in within):
            inner.add(str(module.relative_to(ROOT)))
    assert inner == set(INNER_IMPORTS)


def test_no_kind_is_named_outside_its_room():
    for module in (ROOT / "quizzes").rglob("*.py"):
        if "kinds" in module.parts or "migrations" in module.parts:
            continue
        for node in ast.walk(ast.parse(module.read_text())):
            if isinstance(node, ast.Compare):
                texts = {part.value for part in ast.walk(node) if isinstance(part, ast.Constant)}
                assert not texts & set(KINDS), f"{module} line {node.lineno} asks which kind it is"
