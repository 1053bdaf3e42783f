from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0003_hints")]
    operations = [
        migrations.AddField(
            "questionset",
            "is_for_practice",
            models.BooleanField(
                "free to practise",
                default=True,
                help_text="Students may practise it whenever they like. Switch it off for questions kept for a quiz.",
            ),
        ),
    ]
