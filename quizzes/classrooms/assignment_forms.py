"""The forms of an assignment and of an exception. Times are read and shown by the clock of the teacher."""

from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.formats import date_format
from django.utils.timezone import localtime

from core.models import User
from quizzes.attempts.quiz import Quiz
from quizzes.bank.models import QuestionSet
from quizzes.bank.reading_order import reading_order
from quizzes.classrooms.assignment import Allowance, Assignment
from quizzes.classrooms.models import Classroom

DATES = ("opens_at", "due_at", "closes_at")
EVENING = time(18)


def moment_field(label: str, help_text: str) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    wrong = {"invalid": "This is no date and time. Write it as in 2026-11-27 18:00."}
    return forms.DateTimeField(
        label=label, help_text=help_text, required=False, widget=widget, error_messages=wrong
    )


def things() -> list[tuple[str, list[tuple[str, str]]]]:
    """What can be assigned, a group a sort: quizzes whether or not they are offered to all, and sets to learn."""
    quizzes = Quiz.objects.filter(is_practice=False).select_related("question_set")
    sets = QuestionSet.objects.open().for_practice().in_order()
    return [
        ("Quizzes to take", [(f"quiz-{quiz.pk}", f"{quiz} ({quiz.question_set})") for quiz in quizzes]),
        ("Sets to learn as cards", [(f"set-{one.pk}", str(one)) for one in sets]),
    ]


class InReadingOrder(ModelChoiceIterator):
    def __iter__(self) -> Iterator[tuple]:
        return iter(sorted(super().__iter__(), key=lambda choice: reading_order(choice[1])))


class Members(forms.ModelMultipleChoiceField):
    """Students of a class, under the names their teacher gave them and in the order of these."""

    iterator = InReadingOrder

    def __init__(self, classroom: Classroom) -> None:
        self.names = {
            member.student_id: member.called
            for member in classroom.memberships.current().select_related("student")
        }
        super().__init__(
            User.objects.filter(pk__in=self.names),
            required=False,
            label="Students",
            widget=forms.CheckboxSelectMultiple,
        )

    def label_from_instance(self, student: User) -> str:
        return self.names[student.pk]


class AssignmentForm(forms.ModelForm):
    """`thing` is chosen once: what was given stays, its dates and its students may change."""

    thing = forms.ChoiceField(
        label="What", error_messages=dict.fromkeys(["required", "invalid_choice"], "Choose one of the list.")
    )
    opens_at = moment_field("Opens", "Empty: at once.")
    due_at = moment_field("Due", "Empty: no date. After it, work counts as late and is still taken.")
    closes_at = moment_field("Closes", "Empty: never. After it, nothing is taken any more.")
    is_for_everyone = forms.TypedChoiceField(
        label="For whom",
        choices=[("1", "Everyone in the class, also who joins later"), ("", "Some students")],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Assignment
        fields = DATES

    field_order = ("thing", "opens_at", "due_at", "closes_at", "is_for_everyone", "chosen")

    def __init__(self, *args, at: datetime, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        self.fields["chosen"] = Members(self.instance.classroom)
        if self.instance.pk:
            del self.fields["thing"]
            self.initial["chosen"] = self.instance.chosen.all()
        else:
            self.fields["thing"].choices = [("", "Choose a quiz or a set"), *things()]
        self.initial.setdefault("is_for_everyone", "1" if self.instance.is_for_everyone else "")
        self.order_fields(self.field_order)

    def clean_thing(self) -> str:
        sort, _, pk = self.cleaned_data["thing"].partition("-")
        self.instance.quiz_id = int(pk) if sort == "quiz" else None
        self.instance.question_set_id = int(pk) if sort == "set" else None
        return self.cleaned_data["thing"]

    def clean(self) -> dict:
        cleaned = super().clean()
        complain_of_order(self, cleaned)
        for name, word in (("due_at", "due"), ("closes_at", "closed")):
            date = cleaned.get(name)
            if date and date <= self.at and not self.instance.pk:
                self.add_error(name, f"It would be {word} already. Write a later time, or leave it empty.")
        self.instance.is_for_everyone = bool(cleaned.get("is_for_everyone"))
        if not self.instance.is_for_everyone and not cleaned.get("chosen") and "chosen" not in self.errors:
            self.add_error("chosen", "Nobody is chosen. Tick at least one student, or choose everyone.")
        return cleaned


def complain_of_order(form: forms.Form, dates: Mapping[str, datetime | None]) -> None:
    """A sentence beside the date that comes too early."""
    opens, due, closes = (dates.get(name) for name in DATES)
    if opens and due and due <= opens:
        form.add_error("due_at", "It is due before it opens. Write a later time for “due”.")
    if opens and closes and closes <= opens:
        form.add_error("closes_at", "It closes before it opens. Write a later time for “closes”.")
    elif due and closes and closes < due:
        form.add_error("closes_at", "It closes before it is due. Write a later time for “closes”.")


def usual_due(at: datetime) -> datetime:
    """In a week, in the evening."""
    there = localtime(at) + timedelta(days=7)
    return there.replace(hour=EVENING.hour, minute=0, second=0, microsecond=0)


class AllowanceForm(forms.ModelForm):
    """Each empty field leaves what holds for all, which stands beside it."""

    opens_at = moment_field("Opens", "")
    due_at = moment_field("Due", "")
    closes_at = moment_field("Closes", "")

    class Meta:
        model = Allowance
        fields = (*DATES, "minutes", "attempts_allowed")
        labels = {"minutes": "Time limit, in minutes"}
        help_texts = dict.fromkeys(["minutes", "attempts_allowed"], "")
        error_messages = {
            "minutes": dict.fromkeys(["min_value", "max_value"], "Write a number from 1 to 10,080, a week."),
            "attempts_allowed": {"min_value": "Write 1 or more."},
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        assignment = self.instance.assignment
        if assignment.is_deck:
            del self.fields["minutes"], self.fields["attempts_allowed"]
        for name, told in what_holds_for_all(assignment).items():
            if name in self.fields:
                self.fields[name].help_text = f"For all: {told}."

    def clean(self) -> dict:
        cleaned = super().clean()
        whole = {name: cleaned.get(name) or getattr(self.instance.assignment, name) for name in DATES}
        complain_of_order(self, whole)
        return cleaned


def what_holds_for_all(assignment: Assignment) -> dict[str, str]:
    """By the field of the exception, in words."""
    empty = {"opens_at": "at once", "due_at": "no date", "closes_at": "never"}
    told = {
        name: date_format(localtime(moment), "j F Y, H:i") if (moment := getattr(assignment, name)) else none
        for name, none in empty.items()
    }
    if assignment.is_deck:
        return told
    quiz = assignment.quiz
    return told | {
        "minutes": f"{quiz.minutes} minutes" if quiz.minutes else "no time limit",
        "attempts_allowed": str(quiz.attempts_allowed or "as many as they like"),
    }
