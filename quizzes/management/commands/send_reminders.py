from argparse import ArgumentParser
from datetime import timedelta

from django.utils.timezone import now

from core.commands import AuditedCommand
from quizzes.classrooms.announcing import remind


class Command(AuditedCommand):
    help = "Writes to students about what is due soon. For a timer, every hour; nobody is reminded twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--hours", type=int, default=24, help="how long before it is due (24)")

    def handle(self, *args, **options) -> None:
        count = remind(at=now(), within=timedelta(hours=options["hours"]))
        self.stdout.write(f"{count} reminded.")
