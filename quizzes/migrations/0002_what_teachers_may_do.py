from django.db import migrations

EDIT = ("view", "add", "change", "delete")
RIGHTS = {
    "article": ("view", "add", "change"),
    "passage": ("view",),
    "topic": EDIT,
    "questionset": EDIT,
    "question": EDIT,
    "option": EDIT,
    "draftcitation": EDIT,
}
NAMES = {"questionset": "question set", "draftcitation": "citation"}


def grant(apps, schema_editor):
    """Permissions are normally made after all migrations; Django finds the ones made here and leaves them."""
    teachers, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Teachers")
    content_types = apps.get_model("contenttypes", "ContentType").objects
    permissions = apps.get_model("auth", "Permission").objects
    for model, actions in RIGHTS.items():
        content_type, _ = content_types.get_or_create(app_label="quizzes", model=model)
        for action in actions:
            permission, _ = permissions.get_or_create(
                content_type=content_type,
                codename=f"{action}_{model}",
                defaults={"name": f"Can {action} {NAMES.get(model, model)}"},
            )
            teachers.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0001_initial"),
        ("core", "0002_groups"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
