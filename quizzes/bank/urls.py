from django.urls import path

from quizzes.bank import point_pages, views

app_name = "bank"
urlpatterns = [
    path("sets/<slug:slug>/", views.question_set, name="set"),
    path("points/", point_pages.points, name="points"),
    path("points/<slug:slug>/", point_pages.point, name="point"),
]
