from random import SystemRandom

from django.core.management.base import CommandError, CommandParser
from django.utils.timezone import now

from core import erasing
from core.commands import AuditedCommand
from core.models import User


class Command(AuditedCommand):
    help = (
        "Erase a person: name, addresses and words go everywhere, marks stay as the work of nobody. "
        "It cannot be taken back; --dry-run only tells what would be done."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument(
            "--dry-run", action="store_true", help="tell what would be done, and change nothing"
        )

    def handle(self, *, username: str, dry_run: bool, **options) -> None:
        person = person_called(username)
        if dry_run:
            self.tell(person)
            return
        outcome = erasing.erase(person, at=now(), chance=SystemRandom())
        if isinstance(outcome, erasing.HeldBack):
            raise CommandError(outcome.sentence)
        self.stdout.write(f'"{username}" is erased. What is left is called "{outcome}".')

    def tell(self, person: User) -> None:
        for part in erasing.parts(person):
            self.stdout.write(f"{part.count or '':>8}  {part.told} -> {part.left or 'Deleted.'}")
        if sentence := erasing.held_back(person):
            raise CommandError(sentence)


def person_called(username: str) -> User:
    person = User.objects.filter(username=username).first()
    if person is None:
        raise CommandError(f'There is no "{username}" here. Write the user name as it stands at the desk.')
    return person
