"""Making cards: from a question set in one click, from a question that was missed, from a note."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, F, Max, PositiveSmallIntegerField, Q, Value, When

from core.models import User
from core.turns import write_in_turn
from quizzes.bank.models import Question, QuestionSet
from quizzes.flashcards import gaps, studying
from quizzes.flashcards.models import Card, Deck, Note, Review
from quizzes.flashcards.records import CardRecord, Rated
from quizzes.flashcards.scheduling import STEPPED, Rating, State

A_BATCH = 500
OUT_OF_THE_WAY = 1_000


def add_set(student: User, question_set: QuestionSet, *, at: datetime) -> Deck:
    """The set as a deck, with a card for each of its published questions. Adding it again brings what is new."""
    with write_in_turn():
        deck, _ = Deck.objects.get_or_create(
            student=student,
            question_set=question_set,
            defaults={"title": question_set.title, "created_at": at},
        )
        questions = question_set.questions.published().in_order()
        # A miss in a quiz may have made a card before, or the deck was removed, which set its cards aside.
        student.cards.in_no_deck().filter(question__in=questions).update(deck=deck, is_suspended=False)
        place = next_place(student)
        Card.objects.bulk_create(
            (
                Card(student=student, deck=deck, question=question, position=position)
                for position, question in enumerate(questions.exclude(cards__student=student), start=place)
            ),
            ignore_conflicts=True,
        )
    return deck


def remove(deck: Deck) -> None:
    """A deck less: cards that were never rated go with it, the others are set aside with their memory."""
    with write_in_turn():
        deck.cards.filter(review_count=0).delete()
        deck.cards.update(is_suspended=True)
        deck.delete()


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


def wanted_gaps(front: str) -> set[int]:
    return set(range(1, gaps.gap_count(front) + 1)) or {0}


def save_note(note: Note, deck: Deck) -> list[str]:
    """Keep the note and a card for each of its gaps, or one for its front and back. Cards that stay keep their memory.

    Told are the words of the gaps that are gone, whose cards went with them; "" where it had a front and a back.
    """
    with write_in_turn():
        note.student.stay()
        before = note.student.notes.filter(pk=note.pk).values_list("front", flat=True).first()
        note.save()
        kept = {} if before is None else gaps.carried(before, note.front)
        gone = list(note.cards.exclude(gap__in=kept).order_by("gap").values_list("gap", flat=True))
        note.cards.filter(gap__in=gone).delete()
        renumber(note, kept)
        known = set(note.cards.values_list("gap", flat=True))
        place = next_place(note.student)
        Card.objects.bulk_create(
            Card(student=note.student, deck=deck, note=note, gap=gap, position=place + gap)
            for gap in sorted(wanted_gaps(note.front) - known)
        )
    return [gaps.answer_to(before or "", gap) for gap in gone]


def renumber(note: Note, numbers: Mapping[int, int]) -> None:
    """Let the note's cards ask for their gaps by the new numbers."""
    moved = {old: new for old, new in numbers.items() if old != new}
    if not moved:
        return
    # No two may have one number on the way either, as when two gaps changed places.
    note.cards.filter(gap__in=moved).update(gap=F("gap") + OUT_OF_THE_WAY)
    cases = [When(gap=old + OUT_OF_THE_WAY, then=Value(new)) for old, new in moved.items()]
    note.cards.filter(gap__gte=OUT_OF_THE_WAY).update(
        gap=Case(*cases, output_field=PositiveSmallIntegerField())
    )


@dataclass(frozen=True)
class Added:
    """How many notes came in, with how many cards, and how many were there already."""

    notes: int
    cards: int
    known: int


def add_records(student: User, records: Sequence[CardRecord], *, at: datetime) -> Added:
    """Make notes and cards of records that have no problems. What is there already stays as it is, with its memory."""
    deck = own_deck(student, at=at)
    with write_in_turn():
        # Another window that brings the same waits here, and then finds it there.
        Deck.objects.select_for_update().get(pk=deck.pk)
        fresh = new_among(student, records)
        notes = Note.objects.bulk_create(
            Note(student=student, front=record.front, back=record.back) for record in fresh
        )
        cards = Card.objects.bulk_create(new_cards(notes, deck))
        relive(fresh, notes, cards)
    return Added(len(notes), len(cards), len(records) - len(notes))


def new_among(student: User, records: Iterable[CardRecord]) -> list[CardRecord]:
    """Those that say what no note of the student's says yet, each once."""
    said, fresh = set(student.notes.values_list("front", "back")), []
    for record in records:
        if (record.front, record.back) not in said:
            said.add((record.front, record.back))
            fresh.append(record)
    return fresh


def new_cards(notes: Iterable[Note], deck: Deck) -> list[Card]:
    gaps_in = [(note, gap) for note in notes for gap in wanted_gaps(note.front)]
    places = enumerate(gaps_in, start=next_place(deck.student))
    return [
        Card(student=deck.student, deck=deck, note=note, gap=gap, position=place)
        for place, (note, gap) in places
    ]


def relive(records: Sequence[CardRecord], notes: Sequence[Note], cards: Sequence[Card]) -> None:
    """Give new cards the memory that the ratings of their records lead to, each rating as one of ours."""
    card_of = {(card.note_id, card.gap): card for card in cards}
    reviews, rated = [], {}
    for record, note in zip(records, notes, strict=True):
        for one in record.reviews:
            if card := card_of.get((note.pk, one.gap)):
                reviews.append(studying.rated_before(card, Rating(one.rating), at=one.at))
                rated[card.pk] = card
    Review.objects.bulk_create(reviews, batch_size=A_BATCH)
    Card.objects.bulk_update(rated.values(), studying.RATED, batch_size=A_BATCH)


def records_of(student: User) -> Iterator[CardRecord]:
    """The student's own notes with every rating, as `add_records` takes them. The passages they were made from stay."""
    notes = student.notes.order_by("pk").prefetch_related("cards__reviews")
    for note in notes.iterator(chunk_size=A_BATCH):
        gap_of = {review: card.gap for card in note.cards.all() for review in card.reviews.all()}
        ratings = sorted(gap_of, key=lambda review: review.pk)
        reviews = tuple(Rated(review.rating, review.at, gap_of[review]) for review in ratings)
        yield CardRecord(note.front, note.back, reviews)


def sides_of(student: User) -> Iterator[CardRecord]:
    """The same without ratings, for files that hold none."""
    for front, back in student.notes.order_by("pk").values_list("front", "back").iterator():
        yield CardRecord(front, back)


def own_deck(student: User, *, at: datetime) -> Deck:
    """Where a student's own cards stand."""
    return Deck.objects.get_or_create(
        student=student, question_set=None, defaults={"title": "My own cards", "created_at": at}
    )[0]


def decks_of(student: User, *, at: datetime, due_before: datetime) -> Iterable[Deck]:
    """The student's decks, each with its counts."""
    return student.decks.annotate(**counts("cards__", at, due_before)).order_by("title", "pk")


def missed_by(student: User, *, at: datetime, due_before: datetime) -> dict[str, int]:
    """The same counts of the cards that stand in no deck."""
    return student.cards.in_no_deck().aggregate(**counts("", at, due_before))


def counts(cards: str, at: datetime, due_before: datetime) -> dict[str, Count]:
    """By names as a deck has them; `cards` leads from the row that is counted for to its cards."""

    def those(**columns: Any) -> Q:
        return Q(**{f"{cards}{name}": value for name, value in columns.items()})

    ready = those(is_suspended=False, is_withdrawn=False) & (
        those(buried_until=None) | those(buried_until__lte=at)
    )
    return {
        "card_count": Count(f"{cards}pk"),
        "new_count": Count(f"{cards}pk", ready & those(state=State.NEW)),
        "due_count": Count(f"{cards}pk", ready & those(state=State.REVIEW, due__lt=due_before)),
        "learning_count": Count(f"{cards}pk", ready & those(state__in=STEPPED)),
    }


def follow_question(question: Question) -> None:
    """Cards of a question that is asked no more rest until it is asked again."""
    question.cards.update(is_withdrawn=question.state != Question.State.PUBLISHED)
