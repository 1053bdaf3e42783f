import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import quizzes.bank.corrections

KINDS = ["accept", "drop_option", "credit_to_all", "drop_question", "remark"]


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0018_teachers_make_classes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "what",
                    models.CharField(choices=quizzes.bank.corrections.what_choices, max_length=20),
                ),
                (
                    "details",
                    models.JSONField(default=dict, help_text="What is accepted, left out, or marked by."),
                ),
                ("version_ids", models.JSONField(help_text="The versions it holds for.")),
                (
                    "keeps_better",
                    models.BooleanField(default=True, verbose_name="nobody's mark goes down"),
                ),
                (
                    "reason",
                    models.TextField(
                        blank=True, help_text="Shown to the students it concerns.", max_length=500
                    ),
                ),
                ("token", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("made_at", models.DateTimeField()),
                ("taken_back_at", models.DateTimeField(null=True)),
                (
                    "made_by",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="quizzes.question",
                    ),
                ),
                (
                    "taken_back_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what__in", KINDS)), name="a_correction_is_of_a_known_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("taken_back_by", None), ("taken_back_at__isnull", False), _connector="OR"
                        ),
                        name="taken_back_by_someone_at_a_time",
                    ),
                ],
            },
        ),
    ]
