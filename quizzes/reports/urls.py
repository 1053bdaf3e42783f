from django.urls import path

from quizzes.reports import views

app_name = "reports"
urlpatterns = [
    path("reports/", views.overview, name="overview"),
    path("attempts/<int:attempt_id>/<int:position>/report/", views.report, name="report"),
    path("attempts/<int:attempt_id>/<int:position>/report/withdraw/", views.withdraw, name="withdraw"),
]
