from django.urls import include, path

from quizzes import home

urlpatterns = [
    path("", home.home, name="home"),
    path("sample/", home.sample, name="sample"),
    path("sources/", include("quizzes.articles.urls")),
    path("search/", include("quizzes.search.urls")),
    path("", include("quizzes.bank.urls")),
    path("", include("quizzes.attempts.urls")),
    path("", include("quizzes.flashcards.urls")),
    path("", include("quizzes.reports.urls")),
    path("classes/", include("quizzes.classrooms.urls")),
    path("", include("quizzes.progress.urls")),
]
