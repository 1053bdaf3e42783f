import pytest
from django.test import Client

from core.models import User
from tests.bank.reviewed import client_of, teacher


@pytest.fixture
def ute(db) -> User:
    """A second teacher."""
    return teacher("ute")


@pytest.fixture
def as_ute(ute) -> Client:
    return client_of(ute)
