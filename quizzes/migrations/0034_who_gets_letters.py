from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Says what happens: where nobody is chosen, no letter is sent."""

    dependencies = [("quizzes", "0033_index_of_those_that_wait")]

    operations = [
        migrations.AlterField(
            model_name="questionset",
            name="teachers",
            field=models.ManyToManyField(
                blank=True,
                help_text=(
                    "Who look after it, and get a letter when a student says that something is wrong. "
                    "Nobody chosen: every teacher finds it at the desk, and no letter is sent."
                ),
                limit_choices_to={"is_active": True, "is_staff": True},
                related_name="question_sets",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
