from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0026_written_once")]
    operations = [
        migrations.AddField(
            "answer",
            "is_erased",
            models.BooleanField(
                default=False,
                help_text="Its words were erased with its student; its mark stays, and it can never be marked anew.",
            ),
        ),
        migrations.AddField(
            "attempt",
            "is_abandoned",
            models.BooleanField(
                default=False,
                help_text="Its student was erased: what is marked stays, and nothing is taken in any more.",
            ),
        ),
    ]
