from django.urls import path

from quizzes.attempts import quiz_page, views

app_name = "attempts"
urlpatterns = [
    path("sets/<slug:slug>/practice/", views.practice, name="practice"),
    path("quizzes/<int:quiz_id>/", quiz_page.about, name="quiz"),
    path("quizzes/<int:quiz_id>/start/", quiz_page.start, name="start"),
    path("attempts/<int:attempt_id>/", views.take, name="take"),
    path("attempts/<int:attempt_id>/<int:position>/", views.question, name="question"),
    path("attempts/<int:attempt_id>/<int:position>/flag/", views.flag, name="flag"),
    path("attempts/<int:attempt_id>/<int:position>/leave/", views.leave, name="leave"),
    path("attempts/<int:attempt_id>/finish/", views.finish, name="finish"),
    path("attempts/<int:attempt_id>/review/", views.review, name="review"),
    path("attempts/<int:attempt_id>/missed/", views.missed, name="missed"),
]
