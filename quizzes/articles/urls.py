from django.urls import path

from quizzes.articles import views

app_name = "articles"
urlpatterns = [
    path("", views.sources, name="sources"),
    path("<slug:slug>/", views.read, name="read"),
]
