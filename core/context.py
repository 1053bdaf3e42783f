from django.conf import settings
from django.http import HttpRequest

from core.models import User


def site(request: HttpRequest) -> dict:
    """What the frame of every page needs to know."""
    user = getattr(request, "user", None)
    return {
        "is_demo": settings.ATTEST_DEMO,
        "may_author": isinstance(user, User) and user.is_active and user.is_staff,
    }
