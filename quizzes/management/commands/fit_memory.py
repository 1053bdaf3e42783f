from collections.abc import Iterator

from django.core.management.base import CommandError, CommandParser
from django.db.models import Count
from django.utils.timezone import now

from core.commands import AuditedCommand
from core.models import User
from quizzes.flashcards import fitting
from quizzes.flashcards.judging import Judgement
from quizzes.flashcards.own_parameters import Outcome, fit_own

MINIMUM = 1_000
COLUMNS = "{:<20}{:>9}{:>10}{:>20}{:>20}   {}"


class Command(AuditedCommand):
    help = (
        "Fit the memory model to each student's own reviews, and keep what foretells their latest ones better. "
        f'Needs: pip install "{fitting.EXTRA}"'
    )
    # Another way to fit, for who calls the command from code.
    stealth_options = ("fit",)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--student", metavar="NAME", help="this student alone")
        parser.add_argument(
            "--minimum", type=int, default=MINIMUM, help="how many reviews it takes, 1000 unless told"
        )
        parser.add_argument("--dry-run", action="store_true", help="fit and judge; change nothing")

    def handle(self, **options) -> None:
        fit = options.get("fit") or usual_fit()
        students = list(wanted(options["student"], options["minimum"]))
        if not students:
            self.stdout.write(f"Nobody has {options['minimum']:,} reviews yet. Nothing was changed.")
            return
        self.stdout.write(
            COLUMNS.format("student", "reviews", "held out", "log-loss", "RMSE(bins)", "parameters")
        )
        for student in students:
            trial = {"at": now(), "minimum": options["minimum"], "is_trial": options["dry_run"]}
            self.stdout.write(row(fit_own(student, fit=fit, **trial)))
        self.stdout.write(
            "Of each pair: with the parameters of today, then with the fitted ones. Less is better."
        )


def usual_fit() -> fitting.Fit:
    if sentence := fitting.missing():
        raise CommandError(f"fit_memory: {sentence}", returncode=1)
    return fitting.fitted


def wanted(name: str | None, minimum: int) -> Iterator[User]:
    students = User.objects.select_related("learner").order_by("username")
    if name is None:
        counted = students.annotate(reviews=Count("card_reviews"))
        yield from counted.filter(reviews__gte=minimum)
        return
    found = students.filter(username=name).first()
    if found is None:
        raise CommandError(f"--student: nobody is called “{name}”. Give the name they sign in with.")
    yield found


def row(outcome: Outcome) -> str:
    count = "–" if outcome.now is None else len(outcome.now.losses)
    losses, errors = (pair(outcome, name) for name in ("log_loss", "rmse"))
    return COLUMNS.format(str(outcome.student), outcome.reviews, count, losses, errors, outcome.verdict)


def pair(outcome: Outcome, name: str) -> str:
    judgements: list[Judgement | None] = [outcome.now, outcome.fitted]
    return " → ".join("–" if one is None else f"{getattr(one, name):.4f}" for one in judgements)
