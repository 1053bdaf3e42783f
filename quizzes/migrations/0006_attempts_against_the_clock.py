from collections import Counter

from django.db import migrations, models


def number_attempts(apps, schema_editor):
    """Attempts had no number: each student's attempts at a quiz get theirs in the order they were started."""
    attempts = apps.get_model("quizzes", "Attempt").objects
    counts = Counter()
    for pk, student, quiz in (
        attempts.filter(repeats=None).order_by("started_at", "pk").values_list("pk", "student", "quiz")
    ):
        counts[student, quiz] += 1
        attempts.filter(pk=pk).update(number=counts[student, quiz])


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0005_how_a_quiz_is_given"),
    ]
    operations = [
        migrations.AddField(
            model_name="attempt",
            name="clock_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="attempt",
            name="deadline_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="attempt",
            name="is_ended_by_time",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="attempt",
            name="number",
            field=models.PositiveIntegerField(
                default=1, help_text="The student's first, second, … at the quiz."
            ),
        ),
        migrations.AddField(
            model_name="attempt",
            name="reached",
            field=models.PositiveIntegerField(
                default=1, help_text="The question reached, where there is no way back."
            ),
        ),
        migrations.AddField(
            model_name="attempt",
            name="review_opened_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="attempt",
            name="revision",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="attempt",
            name="points",
            field=models.FloatField(help_text="The best possible mark."),
        ),
        migrations.RunPython(number_attempts, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.UniqueConstraint(
                condition=models.Q(("repeats", None)),
                fields=("student", "quiz", "number"),
                name="attempts_are_numbered",
            ),
        ),
    ]
