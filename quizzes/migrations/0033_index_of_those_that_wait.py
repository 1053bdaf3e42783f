from django.db import migrations, models


class Migration(migrations.Migration):
    """Few answers wait for a mark: whether an attempt has one is told without going through its answers."""

    dependencies = [("quizzes", "0032_index_of_repetitions")]

    operations = [
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(
                condition=models.Q(("credit", None)), fields=["slot"], name="answers_that_wait"
            ),
        ),
    ]
