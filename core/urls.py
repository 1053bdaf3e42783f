from django.contrib import admin
from django.contrib.auth import views as auth_views
from django.urls import include, path

from core import data_pages, mail, signing_in, views

urlpatterns = [
    path("", include("quizzes.urls")),
    path("accounts/login/", signing_in.SignIn.as_view(), name="login"),
    path("accounts/signup/", views.sign_up, name="signup"),
    path("accounts/logout/", auth_views.LogoutView.as_view(), name="logout"),
    path(
        "accounts/password/",
        auth_views.PasswordChangeView.as_view(template_name="core/password_change.html"),
        name="password_change",
    ),
    path(
        "accounts/password/done/",
        auth_views.PasswordChangeDoneView.as_view(template_name="core/password_changed.html"),
        name="password_change_done",
    ),
    path("accounts/mail/", mail.mail, name="mail"),
    path("accounts/mail/address/", mail.address, name="mail_address"),
    path("accounts/mail/confirm/<str:token>/", mail.confirm, name="confirm_mail"),
    path("accounts/mail/refuse/<str:token>/", mail.refuse, name="refuse_mail"),
    path("accounts/data/", data_pages.own, name="data"),
    path("accounts/data/download/", data_pages.download, name="data_download"),
    path("accounts/data/erase/", data_pages.erase, name="erase"),
    path("accounts/data/ask/", data_pages.ask, name="ask_to_be_erased"),
    path("accounts/erased/", data_pages.erased, name="erased"),
    path("admin/", admin.site.urls),
    path("healthz", views.healthz, name="healthz"),
]
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error
