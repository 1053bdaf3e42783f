"""The items of a library: an article, a set, a question, each as its file has it and as it is stored."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import Any

from quizzes import kinds
from quizzes.articles.blocks import Block, Role
from quizzes.articles.models import PREFIXES, Article, Passage, Revision
from quizzes.bank.models import DraftCitation, Option, Question, QuestionSet, Topic
from quizzes.bank.publishing import Refused, publish

ROLES = {prefix: Role(role) for role, prefix in PREFIXES.items()}
OWN_COLUMNS = {"text", "right", "feedback"}


class Item:
    """Something a library file describes. A file that lacks a needed line raises KeyError, a wrong one ValueError."""

    name: str
    record: dict

    def find(self) -> Any | None:
        raise NotImplementedError

    def record_of(self, stored: Any) -> dict:
        """The stored row as the record a file would have."""
        raise NotImplementedError

    def write(self, stored: Any | None) -> Any:
        raise NotImplementedError

    @cached_property
    def digest(self) -> str:
        return digest(self.record)

    def digest_of(self, stored: Any) -> str:
        return digest(self.record_of(stored))


def digest(record: Mapping) -> str:
    return sha256(json.dumps(record, sort_keys=True, default=str).encode()).hexdigest()


class ArticleItem(Item):
    def __init__(self, slug: str, content: Mapping) -> None:
        self.name = slug
        self.record = {
            "title": content["title"],
            "short_name": content.get("short_name", ""),
            "publisher": content["publisher"],
            "published": content.get("published"),
            "date_note": content.get("date_note", ""),
            "kind": Article.Kind(content["kind"]).value,
            "about": content.get("about", ""),
            "passages": list(content["passages"].items()),
        }
        self.blocks = [block(anchor, text) for anchor, text in content["passages"].items()]

    def find(self) -> Article | None:
        return Article.objects.filter(slug=self.name).first()

    def record_of(self, stored: Article) -> dict:
        brief = stored.revisions.filter(wording=Revision.Wording.BRIEF).order_by("-number").first()
        passages = brief.passages.order_by("position") if brief else []
        fields = {name: getattr(stored, name) for name in self.record if name != "passages"}
        return fields | {"passages": [(passage.anchor, passage.text) for passage in passages]}

    def write(self, stored: Article | None) -> Article:
        fields = {name: value for name, value in self.record.items() if name != "passages"}
        article = stored or Article(slug=self.name)
        for name, value in fields.items():
            setattr(article, name, value)
        article.library_digest = self.digest
        article.save()
        article.revise(self.blocks, Revision.Wording.BRIEF)
        return article


def block(anchor: str, text: str) -> Block:
    """The block of a line such as `p4 = "…"`."""
    if anchor[:1] not in ROLES or not anchor[1:].isdecimal():
        raise ValueError(f'passage "{anchor}" has no role. Name passages p1, p2, … and captions c1, c2, ….')
    if not text.strip():
        raise ValueError(f"passage {anchor} has no words. Write them, or leave the line out.")
    return Block(ROLES[anchor[0]], text, int(anchor[1:]))


class SetItem(Item):
    def __init__(self, content: Mapping) -> None:
        self.name = content["slug"]
        self.record = {
            "title": content["title"],
            "description": content.get("description", ""),
            "position": content.get("position", 0),
        }

    def find(self) -> QuestionSet | None:
        return QuestionSet.objects.filter(slug=self.name).first()

    def record_of(self, stored: QuestionSet) -> dict:
        return {name: getattr(stored, name) for name in self.record}

    def write(self, stored: QuestionSet | None) -> QuestionSet:
        fields = self.record | {"library_digest": self.digest}
        question_set, _ = QuestionSet.objects.update_or_create(slug=self.name, defaults=fields)
        return question_set


class QuestionItem(Item):
    def __init__(self, question_set: QuestionSet, position: int, content: Mapping, at: datetime) -> None:
        self.name, self.at = content["name"], at
        if content["kind"] not in kinds.KINDS:
            raise ValueError(f'kind "{content["kind"]}" is not known. Known kinds: {", ".join(kinds.KINDS)}.')
        self.question_set = question_set
        self.record = {
            "set": question_set.slug,
            "position": position,
            "kind": content["kind"],
            "stem": content["stem"],
            "explanation": content.get("explanation", ""),
            "settings": content.get("settings", {}),
            "topic": content.get("topic", ""),
            "difficulty": content.get("difficulty", 2),
            "objective": content.get("objective", ""),
            "points": float(content.get("points", 1)),
            "is_sample": content.get("sample", False),
            "options": [option_record(option) for option in content.get("options", [])],
            "citations": [
                (citation["passage"], citation["quote"], citation.get("stance", "supports"))
                for citation in content.get("citations", [])
            ],
            "state": Question.State.PUBLISHED.value,
        }

    def find(self) -> Question | None:
        return Question.objects.filter(library_name=self.name).first()

    def record_of(self, stored: Question) -> dict:
        citations = stored.draft_citations.select_related("passage__revision__article")
        plain = ("position", "kind", "stem", "explanation", "settings", "difficulty", "objective", "is_sample", "state")
        return {name: getattr(stored, name) for name in plain} | {
            "set": stored.question_set.slug,
            "topic": stored.topic.name if stored.topic else "",
            "points": float(stored.points),
            "options": [
                {"text": option.text, "right": option.is_right, "feedback": option.feedback, "details": option.details}
                for option in stored.options.all()
            ],
            "citations": [
                (f"{citation.passage.revision.article.slug} {citation.passage.anchor}", citation.quote, citation.stance)
                for citation in citations
            ],
        }

    def write(self, stored: Question | None) -> Question:
        """Write the rows and publish them. Raises ValueError with the reasons when publishing is refused."""
        question = stored or Question(library_name=self.name)
        for name in ("position", "kind", "stem", "explanation", "settings", "difficulty", "objective", "points", "is_sample"):
            setattr(question, name, self.record[name])
        question.question_set = self.question_set
        question.topic = Topic.objects.get_or_create(name=self.record["topic"])[0] if self.record["topic"] else None
        question.library_digest = self.digest
        question.save()
        self.write_rows(question)
        outcome = publish(question, at=self.at)
        if isinstance(outcome, Refused):
            raise ValueError(str(outcome))
        return question

    def write_rows(self, question: Question) -> None:
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
        question.draft_citations.all().delete()
        DraftCitation.objects.bulk_create(
            DraftCitation(question=question, passage=passage(reference), quote=quote, stance=stance, position=position)
            for position, (reference, quote, stance) in enumerate(self.record["citations"], start=1)
        )


def option_record(content: Mapping) -> dict:
    """An option's own columns, and beside them whatever else its kind asks for."""
    details = {name: value for name, value in content.items() if name not in OWN_COLUMNS}
    return {
        "text": str(content.get("text", "")),
        "right": bool(content.get("right", False)),
        "feedback": content.get("feedback", ""),
        "details": details,
    }


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
        raise ValueError(f'passage "{reference}" does not exist. Write the slug and the passage, as in "ap-story p4".')
    return found
