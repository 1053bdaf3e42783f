"""What our commands have in common."""

from typing import Any

from django.core.management.base import BaseCommand

from core.acting import acting


class AuditedCommand(BaseCommand):
    """A command whose changes say which command made them, however it was called."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        with acting(door=f"command {type(self).__module__.rpartition('.')[2]}"):
            return super().execute(*args, **options)
