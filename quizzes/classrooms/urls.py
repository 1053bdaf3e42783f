from django.urls import path

from quizzes.classrooms import views

app_name = "classrooms"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("<int:classroom_id>/", views.classroom, name="classroom"),
]
