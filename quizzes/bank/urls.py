from django.urls import path

from quizzes.bank import views

app_name = "bank"
urlpatterns = [path("<slug:slug>/", views.question_set, name="set")]
