"""Teachers who look at each other's questions."""

from django.contrib.auth.models import Group
from django.test import Client
from lxml import html

from core.models import TEACHERS, User
from quizzes.bank.models import Question, QuestionSet
from tests.factories import QuestionFactory, QuestionSetFactory, UserFactory

LIST = "/admin/quizzes/question/"


def teacher(name: str) -> User:
    user = UserFactory(username=name, is_staff=True)
    user.groups.add(Group.objects.get_or_create(name=TEACHERS)[0])
    return user


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def reviewed_set() -> QuestionSet:
    return QuestionSetFactory(is_reviewed=True)


def written_by(author: User, **fields) -> Question:
    return QuestionFactory(
        question_set=fields.pop("question_set", None) or reviewed_set(), edited_by=author, **fields
    )


def words(response) -> str:
    return " ".join(html.document_fromstring(response.content.decode()).text_content().split())
