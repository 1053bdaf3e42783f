"""Which attempts are a teacher's trials: so far that was asked of their account, as it was at the moment of asking."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def mark_trials(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("quizzes", "Attempt").objects.filter(student__is_staff=True).update(is_trial=True)


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0027_what_erasing_leaves")]

    operations = [
        migrations.AddField(
            model_name="attempt",
            name="is_trial",
            field=models.BooleanField(
                default=False,
                help_text="A teacher tries the quiz out: it counts for no figure about students.",
            ),
        ),
        migrations.RunPython(mark_trials, migrations.RunPython.noop),
    ]
