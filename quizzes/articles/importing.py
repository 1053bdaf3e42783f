"""Store an article that was read from a file or pasted, or put an original behind the numbers of a brief."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction

from core.models import User
from quizzes.articles.blocks import Block, Problem, Role
from quizzes.articles.models import PREFIXES, Article, Revision, without_boilerplate


@dataclass(frozen=True)
class Description:
    """What is known of an article before its text."""

    slug: str
    title: str
    publisher: str
    published: date | None = None
    kind: Article.Kind = Article.Kind.OTHER


@dataclass(frozen=True)
class Mismatch:
    """How many passages of each role the stored text and the file have, where they differ."""

    rows: tuple[tuple[str, int, int], ...]


@transaction.atomic
def store(
    described: Description, blocks: Sequence[Block], wording: Revision.Wording, *, by: User | None = None
) -> Article | Problem:
    """A new article with its first revision; a Problem, and nothing stored, when the description does not fit.

    The same article sent twice is stored once.
    """
    if taken := Article.objects.filter(slug=described.slug).first():
        if taken.title == described.title and taken.current and taken.current.holds(blocks):
            return taken
        return Problem(
            f'The slug "{described.slug}" belongs to an article already. '
            "Choose another slug, or add this text as a new revision of that article."
        )
    article = Article(
        slug=described.slug,
        title=described.title,
        publisher=described.publisher,
        published=described.published,
        kind=described.kind,
    )
    try:
        article.full_clean(exclude=["current"])
    except ValidationError as fault:
        return Problem(told(fault))
    article.save()
    article.revise(blocks, wording, by=by)
    return article


def told(fault: ValidationError) -> str:
    """What is wrong with a row, each fault led by its field: `title: This field cannot be blank.`"""
    faults = {field: " ".join(sentences) for field, sentences in fault.message_dict.items()}
    return " ".join(
        text if field == NON_FIELD_ERRORS else f"{field}: {text}" for field, text in faults.items()
    )


def attach_original(
    article: Article, blocks: Sequence[Block], *, by: User | None = None
) -> Revision | Mismatch:
    """Put the publisher's words behind the numbers the article has. The same text once more changes nothing."""
    current = article.current
    if rows := differing_counts(current, blocks):
        return Mismatch(rows)
    return article.revise(
        blocks, Revision.Wording.ORIGINAL, by=by, numbered_as=current.numbered_as or current
    )


def revise(article: Article, blocks: Sequence[Block], wording: str, *, by: User | None = None) -> Revision:
    """A newer text, behind the numbers that the article has where it can stand behind them."""
    return article.revise(blocks, wording, by=by, numbered_as=numbers_kept(article, blocks, wording))


def numbers_kept(article: Article, blocks: Sequence[Block], wording: str) -> Revision | None:
    """The revision behind whose numbers the text stands, if it does.

    An original put behind a brief does where its passages are as many, as `attach_original` has it; an edit of one
    that does goes on doing so while its passages stay the same in number.
    """
    current = article.current
    if wording == Revision.Wording.ORIGINAL and current.wording == Revision.Wording.BRIEF:
        return None if differing_counts(current, blocks) else current.numbered_as or current
    if current.numbered_as_id is None or wording != current.wording:
        return None
    before = list(current.passages.order_by("position").values_list("role", "number"))
    now = [(block.role.value, block.number) for block in without_boilerplate(blocks)]
    return current.numbered_as if before == now else None


def differing_counts(revision: Revision, blocks: Sequence[Block]) -> tuple[tuple[str, int, int], ...]:
    """Roles whose numbers do not fit: as many body passages are needed, and at least as many captions.

    Titles, headings and credit lines carry no facts of their own, so a brief may leave them out.
    """
    stored = Counter(revision.passages.values_list("role", flat=True))
    found = Counter(block.role.value for block in blocks)
    unlike = {
        Role.BODY.value: stored[Role.BODY.value] != found[Role.BODY.value],
        Role.CAPTION.value: stored[Role.CAPTION.value] > found[Role.CAPTION.value],
    }
    return tuple((role, stored[role], found[role]) for role, is_unlike in unlike.items() if is_unlike)


def label(block: Block) -> str:
    """Its address, as in p4, or nothing for what is dropped."""
    return f"{PREFIXES[block.role.value]}{block.number}" if block.number else ""
