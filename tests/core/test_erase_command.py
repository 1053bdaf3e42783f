import pytest
from django.core.management import CommandError, call_command

from core.models import User
from tests.factories import own_card

pytestmark = pytest.mark.django_db


def test_the_command_erases_a_person(ada, capsys):
    call_command("erase_person", "ada")
    left = User.objects.get(pk=ada.pk)
    assert left.username.startswith("erased-")
    assert capsys.readouterr().out == f'"ada" is erased. What is left is called "{left.username}".\n'


def test_a_dry_run_tells_what_would_be_done_and_does_nothing(ada, capsys):
    own_card(ada)
    call_command("erase_person", "ada", "--dry-run")
    assert User.objects.filter(username="ada").exists()
    assert "1  Cards you wrote yourself. -> Deleted." in capsys.readouterr().out


@pytest.mark.parametrize("flags", [[], ["--dry-run"]])
def test_the_only_host_is_refused_in_a_sentence(host, flags):
    with pytest.raises(CommandError, match="last account that may do everything"):
        call_command("erase_person", "host", *flags)
    assert User.objects.filter(username="host").exists()


def test_nobody_of_that_name_is_told(db):
    with pytest.raises(CommandError, match='There is no "zoe" here'):
        call_command("erase_person", "zoe")
