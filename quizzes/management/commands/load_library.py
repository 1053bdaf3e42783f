from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils.timezone import now

from core.commands import AuditedCommand
from quizzes.articles.models import Article
from quizzes.attempts.library import load as load_quizzes
from quizzes.bank.library import BadLibrary, load
from quizzes.management.commands.import_article import tell_of_citations

LIBRARY = Path(settings.BASE_DIR, "fixtures", "library")


class Command(AuditedCommand):
    help = "Load the library: articles as briefs and question sets. Safe to repeat; what a teacher changed stays."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, nargs="?", default=LIBRARY)
        parser.add_argument("--force", action="store_true", help="overwrite what a teacher changed")

    def handle(self, **options) -> None:
        if not options["folder"].is_dir():
            raise CommandError(
                f"{options['folder']} is no folder. Name one with the folders articles and sets."
            )
        try:
            loading = load(options["folder"], at=now(), force=options["force"], then=load_quizzes)
        except BadLibrary as bad:
            raise CommandError("Nothing was loaded.\n" + "\n".join(bad.args)) from bad
        for name in ("articles", "sets", "questions", "points"):
            loaded = getattr(loading, name)
            self.stdout.write(
                f"{name}: {loaded.new} new, {loaded.updated} updated, {loaded.unchanged} unchanged, "
                f"{len(loaded.kept)} kept as a teacher changed them."
            )
            for kept in loaded.kept:
                self.stdout.write(f"  kept: {kept} (overwrite it with --force)")
        for article in Article.objects.filter(revisions__number__gt=1).exclude(current=None).distinct():
            tell_of_citations(self.stdout, article)
        quizzes = loading.quizzes
        self.stdout.write(f"quizzes: {quizzes.new} new, {quizzes.unchanged} there already.")
