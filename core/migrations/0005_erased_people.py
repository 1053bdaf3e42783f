from django.db import migrations, models
from django.db.models import Q

NAMELESS = Q(
    username__startswith="erased-",
    email="",
    confirmed_email="",
    first_name="",
    last_name="",
    is_active=False,
    is_superuser=False,
    last_login=None,
)


class Migration(migrations.Migration):
    dependencies = [("core", "0004_audit")]
    operations = [
        migrations.AddField(
            "user",
            "asked_to_be_erased_at",
            models.DateTimeField(editable=False, null=True, verbose_name="asked to be erased"),
        ),
        migrations.AddField(
            "user", "erased_on", models.DateField(editable=False, null=True, verbose_name="erased")
        ),
        migrations.AddConstraint(
            "user",
            models.CheckConstraint(condition=Q(erased_on=None) | NAMELESS, name="who_is_erased_has_no_name"),
        ),
    ]
