from django.db import migrations

GROUPS = ("Teachers", "Students")


def create_groups(apps, schema_editor):
    group = apps.get_model("auth", "Group")
    for name in GROUPS:
        group.objects.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial"), ("auth", "0012_alter_user_first_name_max_length")]
    # Going back leaves the groups: people may be in them.
    operations = [migrations.RunPython(create_groups, migrations.RunPython.noop)]
