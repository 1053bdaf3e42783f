from ipaddress import ip_address

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.db.models.expressions import Combinable
from django.http import HttpRequest

from core.models import User

# Rows of other apps that come with the person in one query: names for select_related.
COMES_ALONG: list[str] = []
# What other apps tell of the person in that query: names and expressions for annotate.
TOLD_ALONG: dict[str, Combinable] = {}


class AttestBackend(ModelBackend):
    """Django's, but demo accounts exist only in a demo, and only for someone at this very machine."""

    def authenticate(self, request: HttpRequest | None, **credentials) -> User | None:
        user = super().authenticate(request, **credentials)
        if user is not None and user.is_demo and not is_local(request):
            return None
        return user

    def get_user(self, user_id: int) -> User | None:
        people = User.objects.select_related(*COMES_ALONG).annotate(**TOLD_ALONG)
        user = people.filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None

    def user_can_authenticate(self, user: User) -> bool:
        return super().user_can_authenticate(user) and (settings.ATTEST_DEMO or not user.is_demo)


def is_local(request: HttpRequest | None) -> bool:
    return request is not None and ip_address(request.META.get("REMOTE_ADDR", "0.0.0.0")).is_loopback  # noqa: S104
