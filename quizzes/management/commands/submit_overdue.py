from django.utils.timezone import now

from core.commands import AuditedCommand
from quizzes.attempts.models import Attempt, settle_all


class Command(AuditedCommand):
    help = (
        "End the attempts whose time is over, each with what was saved. Students' own pages do so for theirs; "
        "run this every few minutes so that teachers see it, too."
    )

    def handle(self, **options) -> None:
        settled = settle_all(Attempt.objects.all(), at=now())
        count = sum(attempt.is_finished for attempt in settled)
        self.stdout.write(f"{count} attempt{'s' * (count != 1)} ended by time.")
