from django.urls import path

from quizzes.attempts import views

app_name = "attempts"
urlpatterns = [
    path("sets/<slug:slug>/practice/", views.practice, name="practice"),
    path("attempts/<int:attempt_id>/", views.take, name="take"),
    path("attempts/<int:attempt_id>/<int:position>/", views.question, name="question"),
    path("attempts/<int:attempt_id>/finish/", views.finish, name="finish"),
    path("attempts/<int:attempt_id>/review/", views.review, name="review"),
    path("attempts/<int:attempt_id>/missed/", views.missed, name="missed"),
]
