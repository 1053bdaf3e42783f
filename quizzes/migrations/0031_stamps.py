import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0030_who_was_asked_stays")]

    operations = [
        migrations.CreateModel(
            name="QuizStamp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stamp", models.UUIDField()),
                (
                    "quiz",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stamp",
                        to="quizzes.quiz",
                    ),
                ),
            ],
        ),
    ]
