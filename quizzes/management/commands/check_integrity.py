from argparse import ArgumentParser

from django.core.management.base import CommandError

from core.commands import AuditedCommand
from quizzes.progress.tallies.rebuilding import differences

MOST_TOLD = 100


class Command(AuditedCommand):
    help = "Hold what is counted about answers against the answers, and print where they differ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="put right what differs")

    def handle(self, *, rebuild: bool, **options) -> None:
        count = 0
        for count, found in enumerate(differences(mend=rebuild), start=1):
            if count <= MOST_TOLD:
                self.stdout.write(f"{found}.")
        if count > MOST_TOLD:
            self.stdout.write(f"… and {count - MOST_TOLD} more.")
        if not count:
            self.stdout.write("What is counted is what the answers come to.")
        elif rebuild:
            self.stdout.write(f"{rows(count)} put right.")
        else:
            sentence = f"{rows(count)} not as the answers come to. Put right what differs by check_integrity --rebuild."
            raise CommandError(sentence, returncode=1)


def rows(count: int) -> str:
    return "1 row of what is counted" if count == 1 else f"{count} rows of what is counted"
