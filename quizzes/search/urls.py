from django.urls import path

from quizzes.search import views

app_name = "search"
urlpatterns = [path("", views.find, name="find")]
