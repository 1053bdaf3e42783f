import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0019_corrections")]

    operations = [
        migrations.AddField("answer", "first_credit", models.FloatField(null=True)),
        migrations.AddField("answer", "first_fraction", models.FloatField(null=True)),
        migrations.AddField("attempt", "remarkings", models.PositiveIntegerField(default=0)),
        migrations.AddField(
            "slot",
            "granted",
            models.FloatField(
                help_text="The part of its points it earns without an answer, by a correction.", null=True
            ),
        ),
        migrations.AlterField(
            "slot",
            "points",
            models.FloatField(help_text="What it counts for: as published, or nothing once it was dropped."),
        ),
        migrations.AddConstraint(
            "answer",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("first_credit", None), ("first_fraction", None)),
                    models.Q(("first_credit__range", (0, 1)), ("first_fraction__range", (-6, 3))),
                    _connector="OR",
                ),
                name="first_marked_or_never_corrected",
            ),
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("is_taken_back", models.BooleanField(default=False)),
                ("credit_before", models.FloatField(null=True)),
                ("credit_after", models.FloatField(null=True)),
                ("fraction_before", models.FloatField(null=True)),
                ("fraction_after", models.FloatField(null=True)),
                ("points_before", models.FloatField()),
                ("points_after", models.FloatField()),
                ("mark_before", models.FloatField(help_text="Of the whole attempt.")),
                ("mark_after", models.FloatField()),
                ("out_of_before", models.FloatField(help_text="The best possible mark of the attempt.")),
                ("out_of_after", models.FloatField()),
                (
                    "correction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remarks",
                        to="quizzes.correction",
                    ),
                ),
                (
                    "slot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="remarks", to="quizzes.slot"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("correction", "slot", "is_taken_back"), name="one_remark_a_slot_and_act"
                    )
                ],
            },
        ),
    ]
