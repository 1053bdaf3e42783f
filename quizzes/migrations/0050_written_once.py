from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0015_classes")]
    operations = [
        migrations.AddField(
            "question", "form_token", models.UUIDField(editable=False, null=True, unique=True)
        ),
    ]
