from django.urls import path

from quizzes.flashcards import file_pages, note_pages, removing, views

app_name = "flashcards"
urlpatterns = [
    path("sets/<slug:slug>/cards/", views.add_set, name="add_set"),
    path("cards/", views.overview, name="overview"),
    path("cards/settings/", views.settings, name="settings"),
    path("cards/zone/", views.zone, name="zone"),
    path("cards/review/", views.review, name="review"),
    path("cards/undo/", views.undo, name="undo"),
    path("cards/undo/<int:review_id>/", views.take_back, name="take_back"),
    path("cards/new/", note_pages.new, name="new"),
    path("cards/import/", file_pages.bring, name="bring"),
    path("cards/export/", file_pages.take_along, name="take_along"),
    path("cards/missed/", views.missed, name="missed"),
    path("cards/decks/<int:deck_id>/", views.deck, name="deck"),
    path("cards/decks/<int:deck_id>/remove/", removing.deck, name="remove"),
    path("cards/<int:card_id>/", views.card, name="card"),
    path("cards/<int:card_id>/turn/", views.turn, name="turn"),
    path("cards/<int:card_id>/rate/", views.rate, name="rate"),
    path("cards/<int:card_id>/aside/", views.aside, name="aside"),
    path("cards/<int:card_id>/edit/", note_pages.edit, name="edit"),
    path("cards/<int:card_id>/delete/", removing.note, name="delete"),
]
