from django.urls import path

from quizzes.bank import coverage_pages, point_pages, views

app_name = "bank"
urlpatterns = [
    path("sets/<slug:slug>/", views.question_set, name="set"),
    path("sets/<slug:slug>/coverage/", coverage_pages.of_set, name="set_coverage"),
    path("sources/<slug:slug>/coverage/", coverage_pages.of_article, name="article_coverage"),
    path("points/", point_pages.points, name="points"),
    path("points/<slug:slug>/", point_pages.point, name="point"),
]
