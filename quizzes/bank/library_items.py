"""The items of a library: an article, a set, a question, each as its file has it and as it is stored."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from quizzes import kinds
from quizzes.articles.blocks import Block, Role
from quizzes.articles.importing import told
from quizzes.articles.models import PREFIXES, Article, Passage, Revision
from quizzes.bank.fields import stated
from quizzes.bank.models import DraftCitation, Option, Question, QuestionSet, Topic
from quizzes.bank.publishing import Refused, publish
from quizzes.kinds.kind import Column

ROLES = {prefix: Role(role) for role, prefix in PREFIXES.items()}
OWN_COLUMNS = {"text", "right", "feedback"}
# Lines that files did not have at first. At their defaults they do not count, so that rows loaded before still match.
ADDED_LATER = {"hints": "", "is_for_practice": True}


class Item:
    """Something a library file describes. A file that lacks a needed line raises KeyError, a wrong one ValueError."""

    name: str
    record: dict
    # The models whose rows are the item, and what of its record is told otherwise: the audit has a line an item.
    rows: tuple[type[models.Model], ...] = ()
    told_elsewhere: tuple[str, ...] = ()

    def find(self) -> Any | None:
        raise NotImplementedError

    def record_of(self, stored: Any) -> dict:
        """The stored row as the record a file would have."""
        raise NotImplementedError

    def write(self, stored: Any | None) -> Any:
        raise NotImplementedError

    def differences(self, before: Mapping) -> dict[str, tuple[Any, Any]]:
        """What the file says otherwise than the record of before."""
        return {
            name: (before.get(name), value)
            for name, value in self.record.items()
            if name not in self.told_elsewhere and plain(before.get(name)) != plain(value)
        }

    def adopt(self, stored: Any) -> None:
        """The row says what the file says, whoever wrote it, so it follows the file from now on."""
        if stored.library_digest != self.digest:
            type(stored).objects.filter(pk=stored.pk).update(library_digest=self.digest)

    @cached_property
    def digest(self) -> str:
        return digest(self.record)

    def digest_of(self, stored: Any) -> str:
        return digest(self.record_of(stored))


def digest(record: Mapping) -> str:
    told = {name: value for name, value in record.items() if value != ADDED_LATER.get(name, ...)}
    return sha256(json.dumps(plain(told), sort_keys=True, default=str).encode()).hexdigest()


def plain(value: Any) -> Any:
    """Equal for what a file and a browser write differently: 1 and 1.0, ends of lines, outer blanks."""
    if isinstance(value, str):
        return "\n".join(value.strip().splitlines())
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, Mapping):
        return {name: plain(part) for name, part in value.items()}
    return [plain(part) for part in value] if isinstance(value, Sequence) else value


def save(row: models.Model) -> None:
    """Raises ValidationError, before the store is asked, for a value its column does not take."""
    row.full_clean(exclude=["current"])
    row.save()


def table(content: Mapping, name: str) -> Mapping:
    found = content[name]
    if not isinstance(found, Mapping):
        raise ValueError(f"{name} is no table. Write its lines below a line [{name}].")
    return found


def tables(content: Mapping, name: str) -> Sequence[Mapping]:
    found = content.get(name, [])
    if not (isinstance(found, Sequence) and all(isinstance(row, Mapping) for row in found)):
        raise ValueError(f"{name} are no tables. Write each below a line [[{name}]].")
    return found


def texts(content: Mapping, name: str) -> Sequence[str]:
    found = content.get(name, [])
    if not (isinstance(found, list) and all(isinstance(text, str) for text in found)):
        raise ValueError(f'{name} is no list of texts. Write it as in {name} = ["one", "two"].')
    return found


def one_of(choices: type[models.TextChoices], line: str, value: str) -> str:
    if value not in choices.values:
        raise ValueError(f'{line} "{value}" is not known. Write one of these: {", ".join(choices.values)}.')
    return value


class ArticleItem(Item):
    rows = (Article,)
    # By its revision, which counts them.
    told_elsewhere = ("passages",)

    def __init__(self, slug: str, content: Mapping) -> None:
        self.name = slug
        self.record = {
            "title": content["title"],
            "short_name": content.get("short_name", ""),
            "publisher": content["publisher"],
            "published": content.get("published"),
            "date_note": content.get("date_note", ""),
            "kind": one_of(Article.Kind, "kind", content["kind"]),
            "about": content.get("about", ""),
            "passages": list(table(content, "passages").items()),
        }
        self.blocks = [block(anchor, text) for anchor, text in self.record["passages"]]

    def find(self) -> Article | None:
        return Article.objects.filter(slug=self.name).first()

    def record_of(self, stored: Article) -> dict:
        brief = newest_brief(stored)
        passages = brief.passages.order_by("position") if brief else []
        fields = {name: getattr(stored, name) for name in self.record if name != "passages"}
        return fields | {"passages": [(passage.anchor, passage.text) for passage in passages]}

    def write(self, stored: Article | None) -> Article:
        fields = {name: value for name, value in self.record.items() if name != "passages"}
        article = stored or Article(slug=self.name)
        for name, value in fields.items():
            setattr(article, name, value)
        article.library_digest = self.digest
        save(article)
        brief = newest_brief(article)
        # An original attached over the same brief stays the one that is shown.
        if brief is None or not brief.holds(self.blocks):
            article.revise(self.blocks, Revision.Wording.BRIEF)
        return article


def newest_brief(article: Article) -> Revision | None:
    return article.revisions.filter(wording=Revision.Wording.BRIEF).order_by("-number").first()


def block(anchor: str, text: str) -> Block:
    """The block of a line such as `p4 = "…"`."""
    if anchor[:1] not in ROLES or not anchor[1:].isdecimal():
        raise ValueError(f'passage "{anchor}" has no role. Name passages p1, p2, … and captions c1, c2, ….')
    if anchor[1:] != str(int(anchor[1:])) or anchor[1:] == "0":
        raise ValueError(f'passage "{anchor}" has no number that counts from 1. Name passages p1, p2, ….')
    if not isinstance(text, str) or not text.strip():
        raise ValueError(f"passage {anchor} has no words. Write them, or leave the line out.")
    return Block(ROLES[anchor[0]], text, int(anchor[1:]))


class SetItem(Item):
    rows = (QuestionSet,)

    def __init__(self, content: Mapping) -> None:
        self.name = content["slug"]
        self.record = {
            "title": content["title"],
            "description": content.get("description", ""),
            "position": content.get("position", 0),
            "is_for_practice": content.get("practice", True),
        }

    def find(self) -> QuestionSet | None:
        return QuestionSet.objects.filter(slug=self.name).first()

    def record_of(self, stored: QuestionSet) -> dict:
        return {name: getattr(stored, name) for name in self.record}

    def write(self, stored: QuestionSet | None) -> QuestionSet:
        question_set = stored or QuestionSet(slug=self.name)
        for name, value in self.record.items():
            setattr(question_set, name, value)
        question_set.library_digest = self.digest
        save(question_set)
        return question_set


class QuestionItem(Item):
    rows = (Question, Option, DraftCitation)

    def __init__(self, question_set: QuestionSet, position: int, content: Mapping, at: datetime) -> None:
        self.name, self.at = content["name"], at
        if content["kind"] not in kinds.KINDS:
            raise ValueError(f'kind "{content["kind"]}" is not known. Known kinds: {", ".join(kinds.KINDS)}.')
        self.question_set = question_set
        task = kinds.KINDS[content["kind"]]
        settings = table(content, "settings") if "settings" in content else {}
        self.record = {
            "set": question_set.slug,
            "position": position,
            "kind": content["kind"],
            "stem": str(content["stem"]),
            "explanation": str(content.get("explanation", "")),
            "hints": "\n".join(texts(content, "hints")),
            "settings": stated(task.SETTINGS, settings),
            "topic": content.get("topic", ""),
            "difficulty": content.get("difficulty", 2),
            "objective": content.get("objective", ""),
            "points": float(content.get("points", 1)),
            "is_sample": content.get("sample", False),
            "options": [option_record(task.OPTION_COLUMNS, option) for option in tables(content, "options")],
            "citations": [citation_record(citation) for citation in tables(content, "citations")],
            "state": Question.State.PUBLISHED.value,
        }

    def find(self) -> Question | None:
        return Question.objects.filter(library_name=self.name).first()

    def record_of(self, stored: Question) -> dict:
        citations = stored.draft_citations.select_related("passage__revision__article")
        same = (
            "position",
            "kind",
            "stem",
            "explanation",
            "hints",
            "difficulty",
            "objective",
            "is_sample",
            "state",
        )
        return {name: getattr(stored, name) for name in same} | {
            "set": stored.question_set.slug,
            "settings": stated(stored.task.SETTINGS, stored.settings),
            "topic": stored.topic.name if stored.topic else "",
            "points": float(stored.points),
            "options": options_of(stored),
            "citations": [
                (
                    f"{citation.passage.revision.article.slug} {citation.passage.anchor}",
                    citation.quote,
                    citation.stance,
                )
                for citation in citations
            ],
        }

    def write(self, stored: Question | None) -> Question:
        """Write the rows and publish them. Raises ValueError with the reasons when publishing is refused."""
        question = stored or Question(library_name=self.name)
        for name in (
            "position",
            "kind",
            "stem",
            "explanation",
            "hints",
            "settings",
            "difficulty",
            "objective",
            "points",
            "is_sample",
        ):
            setattr(question, name, self.record[name])
        question.question_set = self.question_set
        question.topic = topic(self.record["topic"])
        question.library_digest = self.digest
        save(question)
        # The same rows stay: new ones would have new ids, and so make a version that says nothing new.
        if plain(options_of(question)) != plain(self.record["options"]):
            self.write_options(question)
        self.write_citations(question)
        outcome = publish(question, at=self.at)
        if isinstance(outcome, Refused):
            raise ValueError(str(outcome))
        return question

    def write_options(self, question: Question) -> None:
        question.options.all().delete()
        Option.objects.bulk_create(
            Option(
                question=question,
                position=position,
                text=option["text"],
                is_right=option["right"],
                feedback=option["feedback"],
                details=option["details"],
            )
            for position, option in enumerate(self.record["options"], start=1)
        )

    def write_citations(self, question: Question) -> None:
        question.draft_citations.all().delete()
        DraftCitation.objects.bulk_create(
            DraftCitation(
                question=question, passage=passage(reference), quote=quote, stance=stance, position=position
            )
            for position, (reference, quote, stance) in enumerate(self.record["citations"], start=1)
        )


def option_record(columns: Sequence[Column], content: Mapping) -> dict:
    """An option's own columns, and beside them whatever else its kind asks for."""
    details = {name: value for name, value in content.items() if name not in OWN_COLUMNS}
    return {
        "text": str(content.get("text", "")),
        "right": bool(content.get("right", False)),
        "feedback": str(content.get("feedback", "")),
        "details": stated(columns, details),
    }


def options_of(question: Question) -> list[dict]:
    columns = question.task.OPTION_COLUMNS
    return [
        {
            "text": option.text,
            "right": option.is_right,
            "feedback": option.feedback,
            "details": stated(columns, option.details),
        }
        for option in question.options.all()
    ]


def citation_record(content: Mapping) -> tuple[str, str, str]:
    stance = one_of(DraftCitation.Stance, "stance", content.get("stance", "supports"))
    return str(content["passage"]), str(content["quote"]), stance


def topic(name: str) -> Topic | None:
    if not name:
        return None
    found = Topic.objects.filter(name=name).first() or Topic(name=name)
    if found.pk is None:
        try:
            save(found)
        except ValidationError as fault:
            raise ValueError(f"topic, {told(fault)}") from fault
    return found


def passage(reference: str) -> Passage:
    """The passage of a reference such as "ap-story p4", in the newest brief of that article."""
    slug, _, anchor = reference.partition(" ")
    passages = Passage.objects.filter(
        revision__article__slug=slug,
        revision__wording=Revision.Wording.BRIEF,
        role=ROLES.get(anchor[:1]),
        number=int(anchor[1:]) if anchor[1:].isdecimal() else 0,
    )
    found = passages.order_by("-revision__number").first()
    if found is None:
        raise ValueError(
            f'passage "{reference}" does not exist. Write the slug and the passage, as in "ap-story p4".'
        )
    return found
