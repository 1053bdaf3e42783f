from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from quizzes.flashcards import card_file
from quizzes.flashcards.models import Learner, Note
from quizzes.flashcards.records import Problem, faults, too_long
from quizzes.flashcards.scheduling import HIGHEST_RETENTION, LOWEST_RETENTION


def number(text: str, *, digits: int = 18) -> int | None:
    """A whole number as an address or a form names it, of at most so many digits; None for anything else."""
    return int(text) if text.isdecimal() and len(text) <= digits else None


def zones() -> list[tuple[str, str]]:
    return [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones())]


PERCENTS = round(100 * LOWEST_RETENTION), round(100 * HIGHEST_RETENTION)


class LearnerForm(forms.ModelForm):
    desired_retention = forms.IntegerField(
        label="Cards to recall when they come back, of 100",
        min_value=PERCENTS[0],
        max_value=PERCENTS[1],
        help_text="From 70 to 97. The more, the sooner they come back.",
        error_messages=dict.fromkeys(["min_value", "max_value"], "Choose a number from 70 to 97."),
    )
    time_zone = forms.ChoiceField(choices=zones, help_text="Your day begins at 04:00 there.")

    class Meta:
        model = Learner
        fields = (
            "desired_retention",
            "new_a_day",
            "reviews_a_day",
            "forgotten_first",
            "learns_from_quizzes",
            "time_zone",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["desired_retention"] = round(100 * self.instance.desired_retention)

    def clean_desired_retention(self) -> float:
        return self.cleaned_data["desired_retention"] / 100


class NoteForm(forms.ModelForm):
    class Meta:
        model = Note
        fields = ("front", "back")
        widgets = {"front": forms.Textarea(attrs={"rows": 4}), "back": forms.Textarea(attrs={"rows": 3})}

    def clean_front(self) -> str:
        return self.checked("front")

    def clean_back(self) -> str:
        return self.checked("back")

    def checked(self, name: str) -> str:
        text = self.cleaned_data[name]
        if sentence := too_long(text):
            raise ValidationError(sentence)
        return text

    def clean(self) -> dict:
        cleaned = super().clean()
        for side, sentence in faults(cleaned.get("front", ""), cleaned.get("back", "")).items():
            if side not in self.errors:
                self.add_error(side, sentence)
        return cleaned


class FileForm(forms.Form):
    """Cards from a file, or from the rows that were pasted or mended in the box; what is read is in the box then."""

    file = forms.FileField(
        required=False, help_text="CSV in UTF-8: a front and a back in each line. Up to 1 MB."
    )
    rows = forms.CharField(
        required=False,
        strip=False,
        label="Or paste the lines",
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text="Between front and back stands a comma, a semicolon or a tab.",
    )

    LARGEST = 1_000_000

    def clean(self) -> dict:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if cleaned["file"] and cleaned["rows"].strip():
            raise ValidationError("There are lines in the box and a file. Empty the box, or choose no file.")
        text = self.decoded(cleaned["file"]) if cleaned["file"] else cleaned["rows"]
        if not text.strip():
            raise ValidationError("Nothing was sent. Choose a file that holds cards, or paste their lines.")
        if len(text.encode()) > self.LARGEST:
            raise ValidationError("That is more than 1 MB. Bring the cards in several parts.")
        # Line ends as the file had them or as a browser sends them are one to the reader, and to who counts lines.
        return cleaned | {"rows": text.replace("\r\n", "\n")}

    def decoded(self, file: UploadedFile) -> str:
        text = card_file.decoded(file.read(self.LARGEST + 1))
        if isinstance(text, Problem):
            raise ValidationError(f"{file.name}, line {text.line}: {text.sentence}")
        return text
