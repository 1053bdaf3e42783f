from django.apps import AppConfig
from django.contrib.admin import apps


class CoreConfig(AppConfig):
    name = "core"
    default = True


class AttestAdminConfig(apps.AdminConfig):
    default_site = "core.desk.AttestAdminSite"
    default = False
