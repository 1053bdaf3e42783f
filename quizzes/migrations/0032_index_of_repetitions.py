import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Few attempts repeat another: an index of all made SQLite look there for the many that do not."""

    dependencies = [("quizzes", "0031_stamps")]

    operations = [
        migrations.AlterField(
            model_name="attempt",
            name="repeats",
            field=models.ForeignKey(
                db_index=False,
                help_text="The attempt whose misses it repeats.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="repetitions",
                to="quizzes.attempt",
            ),
        ),
        migrations.AddIndex(
            model_name="attempt",
            index=models.Index(
                condition=models.Q(("repeats__isnull", False)), fields=["repeats"], name="repetitions"
            ),
        ),
    ]
