from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0022_accounts_made_by_a_class"),
    ]

    operations = [
        migrations.AddField(
            model_name="attempt",
            name="closes_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="attempt",
            name="is_assigned",
            field=models.BooleanField(default=False),
        ),
    ]
