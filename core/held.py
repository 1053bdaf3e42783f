"""What the models of `core` and of Django's own apps hold about people."""

from django.db.models import Q

from core import logs, sessions
from core.models import User
from core.personal import About, Holds, Nothing


def tried_by(person: User, path: str = "") -> Q:
    """Sign-ins that were tried under one of the person's names."""
    names = [name for name in (person.username, person.email) if name]
    return Q(*(Q(**{f"{path}username__iexact": name}) for name in names), _connector=Q.OR)


TRIED = (
    "Sign-ins with a wrong password under your name: when, from which network address, with which browser."
)
TRIED_COLUMNS = ("attempt_time", "username", "ip_address", "user_agent", "path_info")

HOLDS: dict[str, Holds] = {
    # First, while what they tell of can still be found.
    "admin.LogEntry": About(
        "user",
        "What you did at the desk.",
        sheet="desk",
        exported=("action_time", "content_type__model", "object_repr", "action_flag", "change_message"),
        forgotten=("object_repr", "change_message"),
        kept=("object_id",),
        forget=logs.forget_desk,
        left="When what was changed at the desk, by nobody.",
    ),
    "core.Entry": About(
        "actor",
        "Changes to questions, articles, marks and classes that you made.",
        sheet="changes",
        exported=("timestamp", "content_type__model", "object_repr", "action", "changes"),
        forgotten=("object_repr", "changes", "words"),
        kept=("object_pk", "cid", "door"),
        forget=logs.forget_audit,
        left="When what was changed, by nobody.",
    ),
    "sessions.Session": About(
        None,
        "That you are signed in, on each of your devices.",
        not_exported="It is a key to your account; whoever holds the file could use it.",
        forgotten=("session_key", "session_data"),
        forget=sessions.forget,
    ),
    "axes.AccessAttemptExpiration": About(
        lambda person: tried_by(person, "access_attempt__"),
        "Until when sign-ins under your name are refused.",
        sheet="refused_until",
        exported=("expires_at",),
        deleted=True,
    ),
    "axes.AccessAttempt": About(
        tried_by, TRIED, sheet="refused_sign_ins", exported=TRIED_COLUMNS, deleted=True
    ),
    "axes.AccessFailureLog": About(
        tried_by, TRIED, sheet="failed_sign_ins", exported=TRIED_COLUMNS, deleted=True
    ),
    "axes.AccessLog": About(
        tried_by,
        "Your sign-ins: when, from which network address, with which browser.",
        sheet="sign_ins",
        exported=TRIED_COLUMNS,
        deleted=True,
    ),
    "core.Refusal": About(
        "person",
        "Which sorts of letters you do not want.",
        sheet="letters_refused",
        exported=("kind",),
        deleted=True,
    ),
    "core.User_groups": About(
        "user",
        "Whether you are a student or a teacher here.",
        sheet="groups",
        exported=("group__name",),
        deleted=True,
    ),
    "core.User_user_permissions": About(
        "user",
        "Rights that were given to you alone.",
        sheet="rights",
        exported=("permission__name",),
        deleted=True,
    ),
    # Last: until then the names are needed.
    "core.User": About(
        "pk",
        "Your account: user name; name and e-mail address, if given; when it was made and last used.",
        sheet="account",
        exported=(
            "username",
            "first_name",
            "last_name",
            "email",
            "confirmed_email",
            "date_joined",
            "last_login",
            "is_staff",
            "is_superuser",
            "asked_to_be_erased_at",
        ),
        forgotten=("username", "password", "first_name", "last_name", "email", "confirmed_email"),
        left="An account without a name, an address or a way in.",
    ),
    "auth.Permission": Nothing("what can be allowed"),
    "auth.Group": Nothing("students and teachers, as sorts of people"),
    "auth.Group_permissions": Nothing("what a sort of people may do"),
    "contenttypes.ContentType": Nothing("the names of the models"),
}
