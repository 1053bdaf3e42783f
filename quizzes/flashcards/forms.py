from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict

from quizzes.flashcards import gaps
from quizzes.flashcards.models import Learner, Note


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to; an empty one that was sent is sent."""
    return request.POST if request.method == "POST" else None


def zones() -> list[tuple[str, str]]:
    return [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones())]


class LearnerForm(forms.ModelForm):
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
        error_messages = {
            "desired_retention": dict.fromkeys(
                ["min_value", "max_value"], "Choose a number from 0.70 to 0.97."
            )
        }
        widgets = {
            "desired_retention": forms.NumberInput(attrs={"step": "0.01", "min": "0.70", "max": "0.97"})
        }


class NoteForm(forms.ModelForm):
    class Meta:
        model = Note
        fields = ("front", "back")
        widgets = {"front": forms.Textarea(attrs={"rows": 4}), "back": forms.Textarea(attrs={"rows": 3})}

    MOST = 2_000

    def clean_front(self) -> str:
        return self.checked("front")

    def clean_back(self) -> str:
        return self.checked("back")

    def checked(self, name: str) -> str:
        text = self.cleaned_data[name]
        if len(text) > self.MOST:
            raise ValidationError(
                f"{len(text):,} characters are more than {self.MOST:,}. One card holds one thing."
            )
        return text

    def clean(self) -> dict:
        cleaned = super().clean()
        front, back = cleaned.get("front", ""), cleaned.get("back", "")
        if front and not back.strip() and not gaps.gap_count(front) and "back" not in self.errors:
            self.add_error(
                "back", "Write what is on the back, or put the words to recall on the front in {{ }}."
            )
        if gaps.gap_count(front) > 20:
            self.add_error("front", "More than 20 gaps. Make several cards of it.")
        return cleaned
