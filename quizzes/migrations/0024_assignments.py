import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0023_terms_of_attempts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("opens_at", models.DateTimeField(blank=True, null=True, verbose_name="opens")),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="due")),
                ("closes_at", models.DateTimeField(blank=True, null=True, verbose_name="closes")),
                (
                    "is_for_everyone",
                    models.BooleanField(default=True, verbose_name="for everyone in the class"),
                ),
                ("created_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("chosen", models.ManyToManyField(blank=True, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "classroom",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="quizzes.classroom",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "question_set",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="quizzes.questionset",
                    ),
                ),
                (
                    "quiz",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="quizzes.quiz",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Allowance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("opens_at", models.DateTimeField(blank=True, null=True, verbose_name="opens")),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="due")),
                ("closes_at", models.DateTimeField(blank=True, null=True, verbose_name="closes")),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="In minutes.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(10080),
                        ],
                        verbose_name="time limit",
                    ),
                ),
                (
                    "attempts_allowed",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="attempts",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="allowances",
                        to="quizzes.assignment",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sent_at", models.DateTimeField()),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="quizzes.assignment",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("question_set__isnull", False), ("quiz", None)),
                    models.Q(("question_set", None), ("quiz__isnull", False)),
                    _connector="OR",
                ),
                name="an_assignment_is_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("opens_at", None),
                        ("closes_at", None),
                        ("closes_at__gt", models.F("opens_at")),
                        _connector="OR",
                    ),
                    models.Q(
                        ("opens_at", None),
                        ("due_at", None),
                        ("due_at__gt", models.F("opens_at")),
                        _connector="OR",
                    ),
                    models.Q(
                        ("due_at", None),
                        ("closes_at", None),
                        ("due_at__lte", models.F("closes_at")),
                        _connector="OR",
                    ),
                ),
                name="assignments_open_are_due_and_close",
                violation_error_message="The dates are not in order. Write them so that it opens, then is due, then closes.",
            ),
        ),
        migrations.AddConstraint(
            model_name="allowance",
            constraint=models.UniqueConstraint(
                fields=("assignment", "student"), name="one_allowance_a_student"
            ),
        ),
        migrations.AddConstraint(
            model_name="allowance",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes", 0), _negated=True), name="one_minute_allowed_at_least"
            ),
        ),
        migrations.AddConstraint(
            model_name="allowance",
            constraint=models.CheckConstraint(
                condition=models.Q(("attempts_allowed", 0), _negated=True),
                name="one_attempt_allowed_at_least",
            ),
        ),
        migrations.AddConstraint(
            model_name="allowance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("attempts_allowed", None),
                    ("closes_at", None),
                    ("due_at", None),
                    ("minutes", None),
                    ("opens_at", None),
                    _negated=True,
                ),
                name="an_allowance_allows_something",
                violation_error_message="Nothing is otherwise yet. Write at least one value.",
            ),
        ),
        migrations.AddConstraint(
            model_name="allowance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("opens_at", None),
                        ("closes_at", None),
                        ("closes_at__gt", models.F("opens_at")),
                        _connector="OR",
                    ),
                    models.Q(
                        ("opens_at", None),
                        ("due_at", None),
                        ("due_at__gt", models.F("opens_at")),
                        _connector="OR",
                    ),
                    models.Q(
                        ("due_at", None),
                        ("closes_at", None),
                        ("due_at__lte", models.F("closes_at")),
                        _connector="OR",
                    ),
                ),
                name="allowances_open_are_due_and_close",
                violation_error_message="The dates are not in order. Write them so that it opens, then is due, then closes.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                fields=("assignment", "student"), name="one_reminder_a_student"
            ),
        ),
    ]
