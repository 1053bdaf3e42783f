from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0006_attempts_against_the_clock"),
    ]
    operations = [
        migrations.AddField(
            model_name="slot",
            name="certainty",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="slot",
            name="is_flagged",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="slot",
            name="revision",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="slot",
            name="saved_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="slot",
            name="tries",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="slot",
            name="typed",
            field=models.JSONField(null=True),
        ),
    ]
