from django.db import migrations, models


def earn_their_credit(apps, schema_editor):
    """Until now an answer earned just its credit."""
    apps.get_model("quizzes", "Answer").objects.update(fraction=models.F("credit"))


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0007_work_is_saved"),
    ]
    operations = [
        migrations.AddField(
            model_name="answer",
            name="is_of_the_end",
            field=models.BooleanField(
                default=False, help_text="Made when the attempt ended, of what was saved by then."
            ),
        ),
        migrations.AddField(
            model_name="answer",
            name="certainty",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="answer",
            name="fraction",
            field=models.FloatField(null=True),
        ),
        migrations.AlterField(
            model_name="answer",
            name="credit",
            field=models.FloatField(null=True),
        ),
        migrations.RunPython(earn_their_credit, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(("fraction__range", (-6, 3))), name="fraction_from_minus_6_to_3"
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("credit", None), ("fraction", None)),
                    models.Q(("credit__isnull", False), ("fraction__isnull", False)),
                    _connector="OR",
                ),
                name="marked_or_waiting",
            ),
        ),
    ]
