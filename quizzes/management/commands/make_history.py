from datetime import UTC, date, datetime, time, timedelta
from random import Random

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management.base import CommandError, CommandParser
from django.db import connection
from django.utils.timezone import now

from core.commands import AuditedCommand
from core.models import User
from quizzes.management.commands.create_demo_accounts import PASSWORD
from quizzes.progress.made_up import attempts as history_attempts
from quizzes.progress.made_up import school as history_school
from quizzes.progress.made_up.history import CLASS_SIZE, WEEKS_OF_A_YEAR, YEAR_SIZE, Scale
from quizzes.progress.tallies import rebuilding

LEAST_COMPARABLE = 10_000
TOLD_EVERY = 50_000


class Command(AuditedCommand):
    help = (
        "Make up two school years of a school: sets, quizzes, classes, students of all abilities and their answers. "
        "To look at full pages and to measure; for a demo or while developing. The same seed and last day make the same."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--students", type=at_least(1), default=300)
        parser.add_argument("--answers", type=at_least(1), default=10_000)
        parser.add_argument("--questions", type=at_least(1), default=100, help="in quizzes of 20")
        parser.add_argument(
            "--classes",
            type=at_least(0),
            help="of 30 students; as many as there are students for, unless told",
        )
        parser.add_argument(
            "--comparable",
            action="store_true",
            help=f"the first {YEAR_SIZE} students do the same however many answers there are, for measuring",
        )
        parser.add_argument("--seed", type=int, default=7)
        parser.add_argument(
            "--until", type=date.fromisoformat, metavar="DAY", help="the last day, as in 2026-07-31; today"
        )

    def handle(self, **options) -> None:
        refuse_among_people()
        scale, until = scale_of(options), options["until"] or now().date()
        chance = Random(options["seed"])  # noqa: S311 - makes up a school, guards nothing
        start = datetime.combine(until, time(), UTC) - timedelta(weeks=2 * WEEKS_OF_A_YEAR)
        school = history_school.make(scale, start, chance, password=make_password(PASSWORD))
        self.stdout.write(
            f"{scale.questions:,} questions in {scale.quizzes:,} sets, each with a quiz; {scale.students:,} students "
            f"in {scale.classes:,} classes and the whole year."
        )
        count = history_attempts.store(school, scale, until, chance, tell=self.tell)
        rebuilding.rebuild()
        # A database that was filled at once does not know yet which of its indexes leads to few rows.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        self.stdout.write(f"{count:,} answers, and what they come to.")
        self.stdout.write(f"Sign in as {' or '.join(some_people(school))}, password {PASSWORD}.")

    def tell(self, count: int) -> None:
        """Now and then, for it takes minutes."""
        if count // TOLD_EVERY > getattr(self, "told", 0):
            self.told = count // TOLD_EVERY
            self.stdout.write(f"  {count:,} answers …")


def refuse_among_people() -> None:
    if not (settings.ATTEST_DEMO or settings.DEBUG):
        raise CommandError(
            "A made-up history must not get among real people's. Set ATTEST_DEMO=1 or DEBUG=1, with a database of its own."
        )
    if history_school.is_there():
        raise CommandError("There is a made-up history here already. Give DATABASE_URL an empty database.")


def scale_of(options: dict) -> Scale:
    """Raises CommandError where there is no room for what is asked."""
    students = options["students"]
    most = -(-students // CLASS_SIZE)
    classes = most if options["classes"] is None else min(options["classes"], most)
    if options["comparable"] and (options["answers"] < LEAST_COMPARABLE or students <= YEAR_SIZE):
        raise CommandError(
            f"--comparable has no room. Ask for {LEAST_COMPARABLE:,} answers and {YEAR_SIZE + 1} students, or more."
        )
    return Scale(students, options["answers"], options["questions"], classes, options["comparable"])


def some_people(school: history_school.School) -> list[str]:
    """A student with much behind them, and the teacher of their class."""
    student = User.objects.get(pk=school.students[min(1, len(school.students) - 1)])
    teacher = User.objects.filter(teachings__classroom__memberships__student=student).order_by("pk").first()
    return [person.username for person in (student, teacher) if person]


def at_least(least: int):
    def number(text: str) -> int:
        if not text.isdecimal() or int(text) < least:
            raise ValueError
        return int(text)

    number.__name__ = f"number from {least}"
    return number
