from django.urls import path

from quizzes.progress import exports
from quizzes.progress.classes import page as class_page
from quizzes.progress.items import pages as item_pages
from quizzes.progress.sets import page as set_page
from quizzes.progress.students import page as own_page
from quizzes.progress.students import report_pages

app_name = "progress"
urlpatterns = [
    path("progress/", own_page.own, name="own"),
    path("progress/topics/<int:topic_id>/practice/", own_page.practise_topic, name="practise"),
    path("progress/report/", report_pages.own, name="report"),
    path("progress/sets/<slug:slug>/", set_page.question_set, name="set"),
    path("progress/quizzes/<int:quiz_id>/", item_pages.quiz, name="quiz"),
    path("progress/quizzes/<int:quiz_id>/items.<str:ending>", exports.items, name="items"),
    path("progress/quizzes/<int:quiz_id>/figures.<str:ending>", exports.whole, name="whole"),
    path("progress/questions/<int:question_id>/", item_pages.question, name="question"),
    path("classes/<int:classroom_id>/progress/", class_page.classroom, name="classroom"),
    path("classes/<int:classroom_id>/progress/marks.<str:ending>", exports.marks, name="marks"),
    path(
        "classes/<int:classroom_id>/progress/students/<int:membership_id>/",
        report_pages.student,
        name="student",
    ),
    path(
        "classes/<int:classroom_id>/progress/quizzes/<int:quiz_id>/",
        item_pages.classroom_quiz,
        name="classroom_quiz",
    ),
    path(
        "classes/<int:classroom_id>/progress/quizzes/<int:quiz_id>/items.<str:ending>",
        exports.classroom_items,
        name="classroom_items",
    ),
    path(
        "classes/<int:classroom_id>/progress/quizzes/<int:quiz_id>/figures.<str:ending>",
        exports.classroom_whole,
        name="classroom_whole",
    ),
]
