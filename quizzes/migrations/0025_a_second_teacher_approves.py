import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

REVIEWED = "A question is published only once a second teacher approved its text."


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0024_assignments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            "question",
            "edited_by",
            models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            "questionset",
            "is_reviewed",
            models.BooleanField(default=False, help_text=REVIEWED, verbose_name="reviewed"),
        ),
        migrations.CreateModel(
            "Opinion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "about",
                    models.CharField(help_text="The digest of the draft that was read.", max_length=64),
                ),
                ("at", models.DateTimeField()),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("asks", "asks for a review"),
                            ("remarks", "remarks"),
                            ("approves", "approves"),
                            ("wants_changes", "asks for changes"),
                        ],
                        max_length=15,
                    ),
                ),
                ("comment", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opinions",
                        to="quizzes.question",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["question", "at"], name="opinions_in_order")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("comment", ""), _negated=True),
                            ("verdict__in", ["asks", "approves"]),
                            _connector="OR",
                        ),
                        name="an_opinion_says_something",
                    )
                ],
            },
        ),
    ]
