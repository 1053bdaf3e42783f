import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0015_classes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="questionset",
            name="teachers",
            field=models.ManyToManyField(
                blank=True,
                help_text="Who look after it, and hear when a student says that something is wrong. Nobody chosen: every teacher.",
                limit_choices_to={"is_active": True, "is_staff": True},
                related_name="question_sets",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("key", "The marked answer is wrong"),
                            ("another", "Another answer is right, too"),
                            ("passage", "The passage does not say so"),
                            ("unclear", "It is unclear, or misspelt"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                        verbose_name="what is wrong",
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=2000, verbose_name="in your words")),
                ("at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("righted", "Put right, and the marks were looked at again"),
                            ("mended", "Mended for those who are asked from now on"),
                            ("stands", "Looked at; the question stays as it is"),
                        ],
                        max_length=10,
                        verbose_name="what came of it",
                    ),
                ),
                (
                    "reply",
                    models.TextField(
                        blank=True,
                        help_text="The student reads it as you write it.",
                        max_length=2000,
                        verbose_name="reply",
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                ("seen_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "slot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reports", to="quizzes.slot"
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "indexes": [models.Index(fields=["answered_at", "at"], name="reports_waiting")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at", None)),
                        fields=("slot",),
                        name="one_open_report_a_slot",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at", None), ("outcome", ""), ("seen_at", None)),
                            models.Q(
                                ("answered_at__isnull", False), models.Q(("outcome", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="answered_means_there_is_an_outcome",
                    ),
                ],
            },
        ),
    ]
