"""What the audit tells of what was done since."""

from core.audit_reading import Line, read
from core.models import Entry


class Since:
    """Lines about what happens after it is made."""

    def __init__(self) -> None:
        latest = Entry.objects.order_by("pk").last()
        self.after = latest.pk if latest else 0

    @property
    def entries(self):
        return Entry.objects.filter(pk__gt=self.after)

    @property
    def lines(self) -> list[Line]:
        return read(self.entries.lines().order_by("pk"))

    @property
    def line(self) -> Line:
        (line,) = self.lines
        return line

    @property
    def told(self) -> list[str]:
        """Who, on what, and what changed, a text a line."""
        return [
            f"{line.who}: {line.kind} “{line.subject}”: {'; '.join(map(str, line.parts))}"
            for line in self.lines
        ]
