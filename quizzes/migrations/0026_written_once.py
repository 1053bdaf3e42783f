from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0025_a_second_teacher_approves")]
    operations = [
        migrations.AddField(
            "question", "form_token", models.UUIDField(editable=False, null=True, unique=True)
        ),
    ]
