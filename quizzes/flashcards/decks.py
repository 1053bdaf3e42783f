"""Making cards: from a question set in one click, from a question that was missed, from a note."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Max, Q

from core.models import User
from core.turns import write_in_turn
from quizzes.bank.models import Question, QuestionSet
from quizzes.flashcards import gaps
from quizzes.flashcards.models import Card, Deck, Note
from quizzes.flashcards.scheduling import STEPPED, State


def add_set(student: User, question_set: QuestionSet, *, at: datetime) -> Deck:
    """The set as a deck, with a card for each of its published questions. Adding it again brings what is new."""
    with write_in_turn():
        deck, _ = Deck.objects.get_or_create(
            student=student,
            question_set=question_set,
            defaults={"title": question_set.title, "created_at": at},
        )
        questions = question_set.questions.published().in_order()
        # A miss in a quiz may have made a card before.
        student.cards.filter(question__in=questions, deck=None).update(deck=deck)
        place = next_place(student)
        Card.objects.bulk_create(
            (
                Card(student=student, deck=deck, question=question, position=position)
                for position, question in enumerate(questions.exclude(cards__student=student), start=place)
            ),
            ignore_conflicts=True,
        )
    return deck


def next_place(student: User) -> int:
    return (student.cards.aggregate(last=Max("position"))["last"] or 0) + 1


def add_note(note: Note, *, at: datetime) -> None:
    """Keep a new note among the student's own cards. The same once more is one note."""
    deck = own_deck(note.student, at=at)
    with write_in_turn():
        same = Note.objects.filter(
            student=note.student, front=note.front, back=note.back, passage=note.passage, start=note.start
        )
        if not same.exists():
            save_note(note, deck)


def save_note(note: Note, deck: Deck) -> None:
    """Keep the note and a card for each of its gaps, or one for its front and back. Cards that stay keep their memory."""
    wanted = set(range(1, gaps.gap_count(note.front) + 1)) or {0}
    with write_in_turn():
        note.save()
        note.cards.exclude(gap__in=wanted).delete()
        known = set(note.cards.values_list("gap", flat=True))
        place = next_place(note.student)
        Card.objects.bulk_create(
            Card(student=note.student, deck=deck, note=note, gap=gap, position=place + gap)
            for gap in sorted(wanted - known)
        )


def own_deck(student: User, *, at: datetime) -> Deck:
    """Where a student's own cards stand."""
    return Deck.objects.get_or_create(
        student=student, question_set=None, defaults={"title": "My own cards", "created_at": at}
    )[0]


def decks_of(student: User, *, at: datetime, due_before: datetime) -> Iterable[Deck]:
    """The student's decks, each with its counts."""
    ready = Q(cards__is_suspended=False, cards__is_withdrawn=False) & (
        Q(cards__buried_until=None) | Q(cards__buried_until__lte=at)
    )
    return student.decks.annotate(
        card_count=Count("cards"),
        new_count=Count("cards", ready & Q(cards__state=State.NEW)),
        due_count=Count("cards", ready & Q(cards__state=State.REVIEW, cards__due__lt=due_before)),
        learning_count=Count("cards", ready & Q(cards__state__in=STEPPED)),
    ).order_by("title", "pk")


def follow_question(question: Question) -> None:
    """Cards of a question that is asked no more rest until it is asked again."""
    question.cards.update(is_withdrawn=question.state != Question.State.PUBLISHED)
