import csv
from dataclasses import asdict, fields
from pathlib import Path

from django.core.management.base import CommandError, CommandParser

from core.commands import AuditedCommand
from quizzes.progress.items import mark_lists
from quizzes.progress.items.mark_lists import MarkList
from quizzes.progress.statistics import ItemFigures, QuizFigures, item_analysis, quiz_figures


class Command(AuditedCommand):
    help = (
        "Reckon the item analysis of a list of marks: a CSV file with a line for each attempt and a column for each slot, "
        "the highest marks in its first line. Prints CSV; percentages are plain numbers, nothing is rounded. "
        "Needs the file alone: neither settings nor a database."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--csv", type=Path, required=True, metavar="FILE", help="The list of marks.")
        parser.add_argument("--quiz", action="store_true", help="The figures of the whole quiz instead.")

    def handle(self, *, csv: Path, quiz: bool, **options) -> None:
        found = read(csv)
        if found.names_line:
            self.stderr.write(
                f"{csv}: line {found.names_line} holds names; line {found.maxima_line} is taken for the highest marks."
            )
        if quiz:
            self.write(QuizFigures, [quiz_figures(found.marks)])
        else:
            self.write(ItemFigures, item_analysis(found.maxima, found.marks))

    def write(self, kind: type, rows: list) -> None:
        table = csv.DictWriter(self.stdout, [field.name for field in fields(kind)], lineterminator="\n")
        table.writeheader()
        table.writerows(asdict(row) for row in rows)


def read(path: Path) -> MarkList:
    """Raises CommandError with what is wrong and where."""
    try:
        found = mark_lists.read(path.read_bytes())
    except OSError as problem:
        raise CommandError(
            f"{path} cannot be read: {problem.strerror}. Name a CSV file that is there and open to you."
        ) from problem
    if not isinstance(found, MarkList):
        raise CommandError(f"{path}: {found.sentence}")
    return found
