import pytest
from django.core.management import CommandError, call_command

from quizzes.models import QuestionTally, TotalTally
from tests.attempts.corrections import finished
from tests.attempts.quizzes import quiz

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def answers(ada):
    finished(ada, quiz(2, behaviour="immediate"), ["Nine", "Seven"])


def test_it_says_that_all_is_well(capsys):
    call_command("check_integrity")
    assert capsys.readouterr().out == "What is counted is what the answers come to.\n"


def test_it_says_where_what_is_counted_differs(capsys):
    QuestionTally.objects.filter(credit=0).update(answers=7)
    TotalTally.objects.all().delete()
    with pytest.raises(CommandError, match="2 rows of what is counted") as refused:
        call_command("check_integrity")
    assert refused.value.returncode == 1
    printed = capsys.readouterr().out
    assert "7 answers, 0 credit kept, 1 answers, 0 credit in the rows." in printed
    assert "nothing kept, 1 attempts, 1 firsts, 1 lasts, 1 bests in the rows." in printed
    assert QuestionTally.objects.filter(answers=7).exists()


def test_a_rebuild_puts_right_what_differs_and_says_so(capsys):
    QuestionTally.objects.filter(credit=0).update(answers=7)
    call_command("check_integrity", rebuild=True)
    assert capsys.readouterr().out.endswith("1 row of what is counted put right.\n")
    call_command("check_integrity")


def test_a_long_list_is_cut(capsys, monkeypatch):
    monkeypatch.setattr("quizzes.management.commands.check_integrity.MOST_TOLD", 1)
    QuestionTally.objects.all().delete()
    call_command("check_integrity", rebuild=True)
    assert "… and 1 more.\n2 rows of what is counted put right.\n" in capsys.readouterr().out
