from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0002_what_teachers_may_do")]
    operations = [
        migrations.AddField(
            "question",
            "hints",
            models.TextField(
                blank=True, help_text="One a line: shown after each try, where a quiz allows several."
            ),
        ),
        migrations.AddField("questionversion", "hints", models.JSONField(default=list)),
    ]
