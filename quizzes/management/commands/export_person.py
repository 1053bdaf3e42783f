from pathlib import Path

from django.core.management.base import CommandError, CommandParser
from django.utils.timezone import now

from core import exporting
from core.commands import AuditedCommand
from quizzes.management.commands.erase_person import person_called


class Command(AuditedCommand):
    help = "Write a person's whole record to a ZIP file, as they could download it themselves."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument(
            "file", type=Path, help="where the ZIP goes; a file that is there is not overwritten"
        )

    def handle(self, *, username: str, file: Path, **options) -> None:
        person = person_called(username)
        try:
            with file.open("xb") as opened:
                exporting.write_record(person, opened, at=now())
        except OSError as fault:
            raise CommandError(f"{file} cannot be written: {fault.strerror}. Name another file.") from fault
        self.stdout.write(f'The record of "{username}" is in {file}.')
