from collections import Counter
from pathlib import Path

from django.core.management.base import CommandError, CommandParser

from core.commands import AuditedCommand
from quizzes.articles import importing
from quizzes.management.commands.import_article import blocks_of, find_article


class Command(AuditedCommand):
    help = "Put an article's original text, from a file you hold, behind the numbers of its brief."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("file", type=Path)

    def handle(self, **options) -> None:
        article = find_article(options["slug"])
        attached = importing.attach_original(article, blocks_of(options["file"]))
        if isinstance(attached, importing.Mismatch):
            raise CommandError(refusal(options["slug"], options["file"], attached))
        count = attached.passages.filter(role="body").count()
        self.stdout.write(
            f"{article.slug}: revision {attached.number} is the original, {count} body passages."
        )
        placed = Counter(attached.placements.values_list("state", flat=True))
        self.stdout.write(
            f"{placed.total()} quotes stand at their numbers, {placed['placed']} of them with the very words."
        )


def refusal(slug: str, file: Path, mismatch: importing.Mismatch) -> str:
    lines = [
        f"{file}: its passages do not fit the numbers of {slug}. Nothing was changed. Look with: manage.py import_article FILE --dry-run.",
        f"{'role':<10}{'stored':>8}{'file':>8}",
    ]
    lines += [f"{role:<10}{stored:>8}{found:>8}" for role, stored, found in mismatch.rows]
    return "\n".join(lines)
