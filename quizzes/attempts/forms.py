"""The desk's form of a quiz: the review matrix as a table of boxes, students by the name they sign in with."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.models import User
from quizzes.attempts.behaviours import BEHAVIOURS
from quizzes.attempts.disclosure import PARTS, Phase
from quizzes.attempts.quiz import ExtraTime, Quiz, everything_shows
from quizzes.bank.forms import NamedRows


class Matrix(forms.CheckboxSelectMultiple):
    """A row for each part, a column for each phase; a box is called `phase:part`."""

    def render(self, name: str, value: Iterable[str] | None, attrs=None, renderer=None) -> SafeString:
        chosen = set(value or ())
        rows = [
            (
                label,
                [
                    (f"{phase.value}:{part}", f"{label}, {phase.label}", f"{phase.value}:{part}" in chosen)
                    for phase in Phase
                ],
            )
            for part, label in PARTS.items()
        ]
        return render_to_string(
            "admin/quizzes/quiz/matrix.html",
            {"name": name, "phases": [phase.label for phase in Phase], "rows": rows},
        )


class MatrixField(forms.MultipleChoiceField):
    """Boxes in the form, `{phase: [parts]}` in the store."""

    widget = Matrix

    def __init__(self, **options: Any) -> None:
        boxes = [(f"{phase.value}:{part}", part) for phase in Phase for part in PARTS]
        super().__init__(choices=boxes, required=False, **options)

    def prepare_value(self, value: Any) -> list[str]:
        if isinstance(value, Mapping):
            return [f"{phase}:{part}" for phase, parts in value.items() for part in parts]
        return value

    def clean(self, value: Any) -> dict[str, list[str]]:
        chosen = set(super().clean(value))
        return {phase.value: [part for part in PARTS if f"{phase.value}:{part}" in chosen] for phase in Phase}

    def has_changed(self, initial: Any, data: Any) -> bool:
        return set(self.prepare_value(initial) or ()) != set(data or ())


class QuizForm(forms.ModelForm):
    review = MatrixField(
        initial=everything_shows,
        label="What students see",
        help_text="Just after: within two minutes of the end. What shows during an attempt shows once an answer is marked.",
    )

    class Meta:
        model = Quiz
        fields = (
            "title",
            "question_set",
            "introduction",
            "is_offered",
            "behaviour",
            "penalty",
            "is_shuffled",
            "shuffles_options",
            "is_forward_only",
            "is_open_book",
            "opens_at",
            "closes_at",
            "minutes",
            "attempts_allowed",
            "counts",
            "pass_percent",
        )
        widgets = {"introduction": forms.Textarea(attrs={"rows": 3, "cols": 80})}

    def __init__(self, *args, **kwargs) -> None:
        """Gives each half of a moment its name, for the desk labels them by their looks alone."""
        super().__init__(*args, **kwargs)
        for name in {"opens_at", "closes_at"} & set(self.fields):
            halves = getattr(self.fields[name].widget, "widgets", ())
            for half, told in zip(halves, ("date", "time"), strict=False):
                half.attrs["aria-label"] = f"{self.fields[name].label}, {told}"

    def clean(self) -> dict:
        cleaned = super().clean()
        how = BEHAVIOURS.get(cleaned.get("behaviour") or self.instance.behaviour)
        shown = (cleaned.get("review") or {}).get(Phase.DURING.value, [])
        if how and how.has_tries and "correctness" not in shown:
            self.add_error(
                "review",
                "A quiz with several tries has to say whether an answer is right. "
                f"Tick “{PARTS['correctness']}” under “{Phase.DURING.label}”.",
            )
        return cleaned


class ExtraTimeForm(forms.ModelForm):
    username = forms.CharField(label="Student", help_text="The name they sign in with.")

    class Meta:
        model = ExtraTime
        fields = ("username", "minutes")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["username"] = self.instance.student.username

    def clean_username(self) -> str:
        username = self.cleaned_data["username"].strip()
        student = User.objects.filter(username=username).first()
        if student is None:
            raise ValidationError(f"Nobody signs in as “{username}”. Write the name as they do.")
        self.instance.student = student
        return username

    def validate_unique(self) -> None:
        """The student is no field of this form, yet may have extra time here only once."""
        twice = ExtraTime.objects.filter(quiz=self.instance.quiz_id, student=self.instance.student_id)
        if self.instance.student_id and twice.exclude(pk=self.instance.pk).exists():
            self.add_error("username", "This student has extra time here already. Change the minutes there.")


class ExtraTimes(NamedRows):
    def clean(self) -> None:
        """Two new lines for one student, which the store would refuse."""
        super().clean()
        seen: set[int] = set()
        for form in self.forms:
            student = form.instance.student_id
            if student in seen and not self._should_delete_form(form):
                form.add_error("username", "This student stands here twice. Keep one of the lines.")
            seen |= {student} - {None}
