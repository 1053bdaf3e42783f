"""The library: articles and question sets as TOML files that a teacher can read and edit by hand.

A file's item and the stored item are compared as the same record. What was loaded before and not touched since
follows its file; what a teacher changed stays, unless told otherwise.
"""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from core import audit
from quizzes.articles.importing import told
from quizzes.bank.library_items import ArticleItem, Item, QuestionItem, SetItem, tables
from quizzes.bank.library_points import PointItem, go_back


class BadLibrary(Exception):
    """Files of the library cannot be used; the arguments are sentences with place, fault and remedy."""


@dataclass
class Loaded:
    """What loading did to the items of one sort, and the names of those left as teachers changed them."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)


@dataclass
class Loading:
    """One run of loading: what it did so far and what was wrong with the files."""

    at: datetime
    force: bool
    articles: Loaded = field(default_factory=Loaded)
    sets: Loaded = field(default_factory=Loaded)
    questions: Loaded = field(default_factory=Loaded)
    points: Loaded = field(default_factory=Loaded)
    quizzes: Loaded = field(default_factory=Loaded)
    problems: list[str] = field(default_factory=list)
    seen: set[tuple[type, str]] = field(default_factory=set)

    def read(self, folder: Path, pattern: str = "*.toml") -> Iterator[tuple[str, dict]]:
        """Name and content of each file; one that cannot be read is a problem."""
        for file in sorted(folder.glob(pattern)):
            try:
                yield file.name, tomllib.loads(file.read_text(encoding="utf-8"))
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
                self.problems.append(f"{file.name}: {fault}. Mend that place; nothing of the file was used.")

    def settle(self, place: str, make_item, loaded: Loaded) -> Any | None:
        """The stored row after the file's item had its say; None when the item cannot be used."""
        try:
            return self.decide(make_item(), loaded)
        except KeyError as missing:
            self.problems.append(f"{place}: {missing} is missing. Add a line for it.")
        except ValidationError as fault:
            self.problems.append(f"{place}: {told(fault)}")
        except (ValueError, TypeError) as fault:
            self.problems.append(f"{place}: {fault}")
        return None

    def decide(self, item: Item, loaded: Loaded) -> Any:
        if (type(item), item.name) in self.seen:
            raise ValueError(f'the name "{item.name}" stands in the library twice. Give each its own.')
        self.seen.add((type(item), item.name))
        stored = item.find()
        if stored is None:
            loaded.new += 1
            return written(item, None)
        now = item.digest_of(stored)
        if now == item.digest:
            loaded.unchanged += 1
            item.adopt(stored)
            return stored
        if now != stored.library_digest and not self.force:
            loaded.kept.append(item.name)
            return stored
        loaded.updated += 1
        return written(item, stored)


def written(item: Item, stored: Any | None) -> Any:
    """The row, written as the file has it, with one entry in the audit for all that the item consists of."""
    before = item.record_of(stored) if stored else {}
    with audit.told_as_one(*item.rows):
        row = item.write(stored)
    audit.record(row, item.differences(before), is_new=stored is None)
    return row


@transaction.atomic
def load(
    folder: Path, *, at: datetime, force: bool = False, then: Callable[[Path, Loading], None] | None = None
) -> Loading:
    """Articles, sets with their questions, and `then` what else stands on them; all or nothing.

    Raises BadLibrary with every problem found.
    """
    loading = Loading(at, force)
    for file, content in loading.read(folder / "articles"):
        slug = file.removesuffix(".toml")
        loading.settle(file, lambda: ArticleItem(slug, content), loading.articles)  # noqa: B023 - called at once
    for file, content in loading.read(folder / "sets"):
        load_set(loading, file, content)
    if (folder / "points.toml").is_file():
        load_points(loading, folder)
    if then:
        then(folder, loading)
    if loading.problems:
        raise BadLibrary(*loading.problems)
    return loading


def load_set(loading: Loading, file: str, content: dict) -> None:
    question_set = loading.settle(file, lambda: SetItem(content), loading.sets)
    if question_set is None:
        return
    try:
        questions = tables(content, "questions")
    except ValueError as fault:
        loading.problems.append(f"{file}: {fault}")
        return
    for position, question in enumerate(questions, start=1):
        place = f"{file}, question {position} ({question.get('name', 'without a name')})"
        loading.settle(
            place,
            lambda: QuestionItem(question_set, position, question, loading.at),  # noqa: B023 - called at once
            loading.questions,
        )


def load_points(loading: Loading, folder: Path) -> None:
    for file, content in loading.read(folder, "points.toml"):
        try:
            go_back(content.get("independence", []))
            points = tables(content, "points")
        except ValueError as fault:
            loading.problems.append(f"{file}: {fault}")
            return
        for position, point in enumerate(points, start=1):
            place = f"{file}, point {position} ({point.get('slug', 'without a slug')})"
            loading.settle(place, lambda: PointItem(position, point), loading.points)  # noqa: B023 - called at once
