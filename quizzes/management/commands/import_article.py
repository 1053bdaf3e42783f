import argparse
from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser, OutputWrapper
from django.core.validators import validate_slug

from core.commands import AuditedCommand
from quizzes.articles import importing
from quizzes.articles.blocks import Block, Problem, read
from quizzes.articles.models import Article, Revision
from quizzes.articles.settling import Settling


class Command(AuditedCommand):
    help = "Store an article from a plain text or HTML file, its paragraphs sorted and numbered."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--slug", type=slug, help="its address; needed unless this is a dry run")
        parser.add_argument("--title", default="", help="needed unless this is a dry run or a new revision")
        parser.add_argument(
            "--publisher", default="", help="needed unless this is a dry run or a new revision"
        )
        parser.add_argument("--published", type=day, help="as in 2022-01-11")
        parser.add_argument("--kind", choices=Article.Kind.values, default=Article.Kind.OTHER)
        parser.add_argument(
            "--brief", action="store_true", help="the text is in our words, not the publisher's"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="print each block with its role; write nothing"
        )
        parser.add_argument(
            "--new-revision", action="store_true", help="a newer text of the article with this slug"
        )

    def handle(self, **options) -> None:
        blocks = blocks_of(options["file"], options["title"])
        if options["dry_run"]:
            for block in blocks:
                self.stdout.write(row(block))
            return
        require(options, ["slug"] if options["new_revision"] else ["slug", "title", "publisher"])
        wording = Revision.Wording.BRIEF if options["brief"] else Revision.Wording.ORIGINAL
        article = (
            self.revise(options["slug"], blocks, wording)
            if options["new_revision"]
            else store(options, blocks, wording)
        )
        body = article.current.passages.filter(role="body").count()
        self.stdout.write(f"{article.slug}: revision {article.current.number}, {body} body passages.")
        tell_of_citations(self.stdout, article)

    def revise(self, wanted: str, blocks: tuple[Block, ...], wording: Revision.Wording) -> Article:
        article = find_article(wanted)
        importing.revise(article, blocks, wording)
        return article


def tell_of_citations(out: OutputWrapper, article: Article) -> None:
    """Whether anything cites an older text of it."""
    if told := Settling.of(article).told:
        out.write(f"{told}. Students read the text they cite until a teacher settles them: desk, Articles.")


def require(options: dict, names: list[str]) -> None:
    if missing := [f"--{name}" for name in names if not options[name]]:
        raise CommandError(
            f"Nothing was stored: {', '.join(missing)} missing. Add it, or look first with --dry-run."
        )


def store(options: dict, blocks: tuple[Block, ...], wording: Revision.Wording) -> Article:
    described = importing.Description(
        slug=options["slug"],
        title=options["title"],
        publisher=options["publisher"],
        published=options["published"],
        kind=options["kind"],
    )
    stored = importing.store(described, blocks, wording)
    if isinstance(stored, Problem):
        is_taken = Article.objects.filter(slug=described.slug).exists()
        remedy = " For a newer text of the same article add --new-revision." if is_taken else ""
        raise CommandError(stored.sentence + remedy)
    return stored


def slug(text: str) -> str:
    try:
        validate_slug(text)
    except ValidationError as fault:
        raise argparse.ArgumentTypeError("use letters, digits, hyphens and underscores alone") from fault
    return text


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise argparse.ArgumentTypeError("write year, month and day, as in 2022-01-11") from fault


def find_article(wanted: str) -> Article:
    article = Article.objects.exclude(current=None).filter(slug=wanted).first()
    if article is None:
        known = ", ".join(Article.objects.values_list("slug", flat=True)) or "none so far"
        raise CommandError(f'There is no article "{wanted}". Known slugs: {known}.')
    return article


def blocks_of(file: Path, title: str = "") -> tuple[Block, ...]:
    try:
        content = file.read_bytes()
    except OSError as fault:
        raise CommandError(f"{file}: {fault.strerror}. Name a file that can be read.") from fault
    blocks = read(content, title=title, name=file.name)
    if isinstance(blocks, Problem):
        raise CommandError(f"{file}: {blocks.sentence}")
    return blocks


def row(block: Block) -> str:
    """Role, number where it has one, first words."""
    number = "" if block.number is None else str(block.number)
    words = " ".join(block.text.split()[:9])
    return f"{block.role.value:<11} {number:>3}  {words}"
