import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0028_trials"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="VersionTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("answers", models.IntegerField()),
                ("credit", models.BigIntegerField()),
                (
                    "version",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tally",
                        to="quizzes.questionversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CertaintyTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("certainty", models.PositiveSmallIntegerField()),
                ("answers", models.IntegerField()),
                ("right", models.IntegerField()),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="certainty_tallies",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("student", "certainty"), name="one_tally_a_certainty")
                ],
            },
        ),
        migrations.CreateModel(
            name="GivenTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("given", models.JSONField()),
                ("answers", models.IntegerField()),
                (
                    "version",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="given_tallies",
                        to="quizzes.questionversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "digest"), name="one_tally_a_version_and_answer"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MarkTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("attempts", models.IntegerField()),
                ("firsts", models.IntegerField()),
                ("lasts", models.IntegerField()),
                ("bests", models.IntegerField()),
                ("points", models.BigIntegerField()),
                ("mark", models.BigIntegerField()),
                ("rest", models.BigIntegerField()),
                (
                    "quiz",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mark_tallies",
                        to="quizzes.quiz",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mark_tallies",
                        to="quizzes.questionversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("quiz", "version", "points", "mark", "rest"), name="one_tally_a_mark_and_rest"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OptionTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("attempts", models.IntegerField()),
                ("firsts", models.IntegerField()),
                ("lasts", models.IntegerField()),
                ("bests", models.IntegerField()),
                ("option", models.CharField(max_length=100)),
                ("percent", models.SmallIntegerField()),
                (
                    "quiz",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="option_tallies",
                        to="quizzes.quiz",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="option_tallies",
                        to="quizzes.questionversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("quiz", "version", "option", "percent"),
                        name="one_tally_an_option_and_percent",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="QuestionTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("answers", models.IntegerField()),
                ("credit", models.BigIntegerField()),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tallies",
                        to="quizzes.question",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="question_tallies",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("student", "question"), name="one_tally_a_student_and_question"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TopicTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("week", models.DateField()),
                ("answers", models.IntegerField()),
                ("credit", models.BigIntegerField()),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="topic_tallies",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tallies",
                        to="quizzes.topic",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("student", "topic", "week"), name="one_tally_a_topic_and_week"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TotalTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("attempts", models.IntegerField()),
                ("firsts", models.IntegerField()),
                ("lasts", models.IntegerField()),
                ("bests", models.IntegerField()),
                ("points", models.BigIntegerField()),
                ("total", models.BigIntegerField()),
                (
                    "quiz",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="total_tallies",
                        to="quizzes.quiz",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("quiz", "points", "total"), name="one_tally_a_total")
                ],
            },
        ),
    ]
