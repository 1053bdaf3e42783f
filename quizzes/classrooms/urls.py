from django.urls import path

from quizzes.classrooms import assigning, join_pages, people_pages, roster_pages, views

app_name = "classrooms"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("new/", views.new, name="new"),
    path("join/", join_pages.join, name="join"),
    path("<int:classroom_id>/", views.classroom, name="classroom"),
    path("<int:classroom_id>/code/", views.code, name="code"),
    path("<int:classroom_id>/settings/", views.settings, name="settings"),
    path("<int:classroom_id>/archive/", views.archive, name="archive"),
    path("<int:classroom_id>/people/<int:membership_id>/", people_pages.member, name="member"),
    path("<int:classroom_id>/people/<int:membership_id>/remove/", people_pages.remove, name="remove"),
    path("<int:classroom_id>/teachers/", people_pages.teachers, name="teachers"),
    path("<int:classroom_id>/teachers/<int:teaching_id>/remove/", people_pages.part, name="part"),
    path("<int:classroom_id>/roster/", roster_pages.roster, name="roster"),
    path("<int:classroom_id>/roster.csv", roster_pages.export, {"ending": "csv"}, name="roster_csv"),
    path("<int:classroom_id>/roster.xlsx", roster_pages.export, {"ending": "xlsx"}, name="roster_xlsx"),
    path("<int:classroom_id>/slips/", roster_pages.slips, name="slips"),
    path("assign/", assigning.choose_class, name="choose_class"),
    path("<int:classroom_id>/assign/", assigning.assign, name="assign"),
    path("<int:classroom_id>/assignments/<int:assignment_id>/", assigning.assignment, name="assignment"),
    path("<int:classroom_id>/assignments/<int:assignment_id>/edit/", assigning.edit, name="edit_assignment"),
    path("<int:classroom_id>/assignments/<int:assignment_id>/withdraw/", assigning.withdraw, name="withdraw"),
    path(
        "<int:classroom_id>/assignments/<int:assignment_id>/marks.<str:ending>", assigning.marks, name="marks"
    ),
    path(
        "<int:classroom_id>/assignments/<int:assignment_id>/students/<int:student_id>/",
        assigning.allowance,
        name="allowance",
    ),
]
