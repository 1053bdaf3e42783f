import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import quizzes.attempts.quiz


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0004_sets_kept_for_quizzes"),
    ]
    operations = [
        migrations.CreateModel(
            name="DrawRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "count",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="how many"
                    ),
                ),
                (
                    "difficulty",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(1, "Easy"), (2, "Medium"), (3, "Hard")],
                        help_text="Empty: of any difficulty.",
                        null=True,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ExtraTime",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(10080),
                        ]
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FeedbackBand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "from_percent",
                    models.PositiveSmallIntegerField(
                        help_text="Percent.",
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="from",
                    ),
                ),
                ("text", models.TextField(help_text="Markdown.")),
            ],
            options={
                "ordering": ["-from_percent"],
            },
        ),
        migrations.AlterModelOptions(
            name="quiz",
            options={"ordering": ["question_set__position", "title", "pk"], "verbose_name_plural": "quizzes"},
        ),
        migrations.AddField(
            model_name="quiz",
            name="library_name",
            field=models.SlugField(editable=False, max_length=100, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="quiz",
            name="attempts_allowed",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Empty: as many as they like.",
                null=True,
                validators=[django.core.validators.MinValueValidator(1)],
            ),
        ),
        migrations.AddField(
            model_name="quiz",
            name="behaviour",
            field=models.CharField(
                choices=quizzes.attempts.quiz.behaviour_choices, default="immediate", max_length=30
            ),
        ),
        migrations.AddField(
            model_name="quiz",
            name="closes_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="closes"),
        ),
        migrations.AddField(
            model_name="quiz",
            name="counts",
            field=models.CharField(
                choices=[
                    ("highest", "the highest mark"),
                    ("average", "the average of all attempts"),
                    ("first", "the first attempt"),
                    ("last", "the last attempt"),
                ],
                default="highest",
                max_length=10,
                verbose_name="what counts of several attempts",
            ),
        ),
        migrations.AddField(
            model_name="quiz",
            name="introduction",
            field=models.TextField(blank=True, help_text="Shown before the start. Markdown."),
        ),
        migrations.AddField(
            model_name="quiz",
            name="is_forward_only",
            field=models.BooleanField(
                default=False,
                help_text="One question after the other, none seen twice.",
                verbose_name="no way back",
            ),
        ),
        migrations.AddField(
            model_name="quiz",
            name="is_offered",
            field=models.BooleanField(default=False, verbose_name="students may take it"),
        ),
        migrations.AddField(
            model_name="quiz",
            name="is_open_book",
            field=models.BooleanField(
                default=True,
                help_text="The sources may be read while an attempt runs.",
                verbose_name="open book",
            ),
        ),
        migrations.AddField(
            model_name="quiz",
            name="is_shuffled",
            field=models.BooleanField(default=False, verbose_name="questions in a new order each time"),
        ),
        migrations.AddField(
            model_name="quiz",
            name="minutes",
            field=models.PositiveSmallIntegerField(
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
        migrations.AddField(
            model_name="quiz",
            name="opens_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="opens"),
        ),
        migrations.AddField(
            model_name="quiz",
            name="pass_percent",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="In percent.",
                null=True,
                validators=[django.core.validators.MaxValueValidator(100)],
                verbose_name="pass mark",
            ),
        ),
        migrations.AddField(
            model_name="quiz",
            name="penalty",
            field=models.FloatField(
                default=0.3333333,
                help_text="The part of the credit that each try used before takes away. Only where there are several tries.",
                validators=[
                    django.core.validators.MinValueValidator(0),
                    django.core.validators.MaxValueValidator(1),
                ],
                verbose_name="penalty for each further try",
            ),
        ),
        migrations.AddField(
            model_name="quiz",
            name="review",
            field=models.JSONField(
                default=quizzes.attempts.quiz.everything_shows, validators=[quizzes.attempts.quiz.is_a_matrix]
            ),
        ),
        migrations.AddField(
            model_name="quiz",
            name="shuffles_options",
            field=models.BooleanField(default=True, verbose_name="options in a new order each time"),
        ),
        migrations.AlterField(
            model_name="quiz",
            name="is_practice",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddConstraint(
            model_name="quiz",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("opens_at", None),
                    ("closes_at", None),
                    ("closes_at__gt", models.F("opens_at")),
                    _connector="OR",
                ),
                name="a_quiz_closes_after_it_opens",
                violation_error_message="The quiz closes before it opens. Write a later time for “closes”.",
            ),
        ),
        migrations.AddConstraint(
            model_name="quiz",
            constraint=models.CheckConstraint(
                condition=models.Q(("penalty__range", (0, 1))), name="penalty_from_0_to_1"
            ),
        ),
        migrations.AddConstraint(
            model_name="quiz",
            constraint=models.CheckConstraint(
                condition=models.Q(("pass_percent", None), ("pass_percent__lte", 100), _connector="OR"),
                name="pass_mark_to_100",
            ),
        ),
        migrations.AddConstraint(
            model_name="quiz",
            constraint=models.CheckConstraint(
                condition=models.Q(("attempts_allowed", 0), _negated=True), name="one_attempt_at_least"
            ),
        ),
        migrations.AddConstraint(
            model_name="quiz",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes", 0), _negated=True), name="one_minute_at_least"
            ),
        ),
        migrations.AddField(
            model_name="drawrule",
            name="question_set",
            field=models.ForeignKey(
                blank=True,
                help_text="Empty: the quiz's own.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="quizzes.questionset",
            ),
        ),
        migrations.AddField(
            model_name="drawrule",
            name="quiz",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="draws", to="quizzes.quiz"
            ),
        ),
        migrations.AddField(
            model_name="drawrule",
            name="topic",
            field=models.ForeignKey(
                blank=True,
                help_text="Empty: of any topic.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="quizzes.topic",
            ),
        ),
        migrations.AddField(
            model_name="extratime",
            name="quiz",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="extra_times", to="quizzes.quiz"
            ),
        ),
        migrations.AddField(
            model_name="extratime",
            name="student",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="feedbackband",
            name="quiz",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="bands", to="quizzes.quiz"
            ),
        ),
        migrations.AddConstraint(
            model_name="drawrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("count__gte", 1)), name="a_draw_takes_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="extratime",
            constraint=models.UniqueConstraint(fields=("quiz", "student"), name="one_extra_time_a_student"),
        ),
        migrations.AddConstraint(
            model_name="feedbackband",
            constraint=models.UniqueConstraint(fields=("quiz", "from_percent"), name="one_text_a_band"),
        ),
        migrations.AddConstraint(
            model_name="feedbackband",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_percent__lte", 100)), name="bands_to_100"
            ),
        ),
    ]
