"""The authoring forms of a question, made for its kind."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString

from quizzes.articles.models import Passage
from quizzes.articles.quoting import Span, is_inside_a_word
from quizzes.bank.fields import SETTING, fields, meanings, values
from quizzes.bank.models import DraftCitation, Option, Question
from quizzes.bank.points import Side, SidePassage
from quizzes.kinds.kind import Kind

OWN_COLUMNS = ("text", "is_right", "feedback")


@dataclass(frozen=True)
class Chosen:
    """Words of a passage that a question to be written will cite."""

    passage: Passage
    span: Span

    @classmethod
    def at(cls, place: str) -> Self | None:
        """The words at "<id of the passage>:<start>:<end>", whole words; the whole passage where start and end are empty."""
        numbers = place.split(":")
        if len(numbers) != 3 or not is_number(numbers[0]):
            return None
        passage = Passage.objects.select_related("revision__article").filter(pk=numbers[0]).first()
        if passage is None or numbers[1:] == ["", ""]:
            return passage and cls(passage, Span(0, len(passage.text)))
        if not all(map(is_number, numbers)):
            return None
        start, end = map(int, numbers[1:])
        if not (start < end <= len(passage.text) and passage.text[start:end].strip()):
            return None
        return cls(passage, whole_words(passage.text, start, end))

    @property
    def quote(self) -> str:
        return self.passage.text[self.span.start : self.span.end]

    @property
    def name(self) -> str:
        return f"{self.passage.label} of {self.passage.revision.article.name}"


def is_number(text: str) -> bool:
    """Also small enough for a number of the store."""
    return text.isdecimal() and text.isascii() and len(text) < 19


def whole_words(text: str, start: int, end: int) -> Span:
    """From the first word that is touched to the last, without blanks around them: as citations are looked for."""
    while text[start].isspace():
        start += 1
    while text[end - 1].isspace():
        end -= 1
    while is_inside_a_word(text, start):
        start -= 1
    while is_inside_a_word(text, end):
        end += 1
    return Span(start, end)


class ChosenWords(forms.Widget):
    """Tells what will be cited, and sends it along."""

    NOT_THERE = "What the address names is no passage, or no words in it. The question will cite nothing yet: cite its passage on the next page."

    def id_for_label(self, id_: str) -> str:
        """There is nothing to fill in."""
        return ""

    def render(self, name: str, value: Any, attrs: dict | None = None, renderer: Any = None) -> SafeString:
        chosen = Chosen.at(str(value or ""))
        if chosen is None:
            return format_html('<span class="chosen-words">{}</span>', self.NOT_THERE)
        return format_html(
            '<span class="chosen-words">{}: “{}”</span><input type="hidden" name="{}" value="{}">',
            chosen.name,
            chosen.quote,
            name,
            value,
        )


class NewQuestionForm(forms.ModelForm):
    """First where it belongs, what kind it is and what it asks; the rest of the form depends on the kind."""

    cites = forms.CharField(label="It will cite", required=False, widget=ChosenWords)

    class Meta:
        model = Question
        fields = ("question_set", "kind", "stem")


class LinesForm(forms.ModelForm):
    """Keeps lines ended as files have them. Browsers send CR LF, which would pass for a change of the text."""

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        return {
            name: value.replace("\r\n", "\n") if isinstance(value, str) else value
            for name, value in cleaned.items()
        }


class RowForm(LinesForm):
    """A row in an order. A new row without a place comes last."""

    LAST = 10_000

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].required = False
        if self.instance.pk is None:
            self.initial["position"] = None

    def clean_position(self) -> int:
        position = self.cleaned_data["position"]
        return self.LAST if position is None else position


class NamedRows(forms.BaseInlineFormSet):
    """Names each field by its column and row, for the desk sets them in a table without labels of their own."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        row = "new row" if index is None else f"row {index + 1}"
        for name, field in form.fields.items():
            # The desk wraps a choice of other rows in a widget that shares its attributes between copies.
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs["aria-label"] = f"{field.label or name}, {row}"


def question_form(task: Kind) -> type[forms.ModelForm]:
    """A form with one field more for each setting of the kind."""

    class QuestionForm(LinesForm):
        class Meta:
            model = Question
            fields = (
                "question_set",
                "stem",
                "explanation",
                "hints",
                "topic",
                "difficulty",
                "objective",
                "point",
                "points",
                "position",
                "is_sample",
            )
            widgets = {
                "stem": forms.Textarea(attrs={"rows": 3, "cols": 80}),
                "explanation": forms.Textarea(attrs={"rows": 3, "cols": 80}),
                "hints": forms.Textarea(attrs={"rows": 2, "cols": 80}),
                "objective": forms.TextInput(attrs={"size": 70}),
            }

        def __init__(self, *args, **kwargs) -> None:
            super().__init__(*args, **kwargs)
            self.initial |= meanings(task.SETTINGS, self.instance.settings, SETTING)

        def clean_points(self) -> Decimal:
            points = self.cleaned_data["points"]
            if points <= 0:
                raise ValidationError("A question is worth more than 0 points. Write 1, if in doubt.")
            return points

        def save(self, commit: bool = True) -> Question:
            self.instance.settings = values(task.SETTINGS, self.cleaned_data, SETTING)
            return super().save(commit)

    return type("QuestionForm", (QuestionForm,), fields(task.SETTINGS, SETTING))


def option_form(task: Kind) -> type[forms.ModelForm]:
    """A row of the options with just the columns the kind uses; those that are no columns of ours live in details."""
    columns = {column.name: column for column in task.OPTION_COLUMNS}
    extra = [column for name, column in columns.items() if name not in OWN_COLUMNS]

    class OptionForm(RowForm):
        class Meta:
            model = Option
            fields = ("position", *(name for name in OWN_COLUMNS if name in columns))
            labels = {name: columns[name].label for name in OWN_COLUMNS if name in columns}
            widgets = {
                "text": forms.Textarea(attrs={"rows": 2, "cols": 34}),
                "feedback": forms.Textarea(attrs={"rows": 2, "cols": 34}),
                "position": forms.TextInput(attrs={"size": 2, "inputmode": "numeric"}),
            }

        def __init__(self, *args, **kwargs) -> None:
            super().__init__(*args, **kwargs)
            self.initial |= meanings(extra, self.instance.details)

        def save(self, commit: bool = True) -> Option:
            self.instance.details = values(extra, self.cleaned_data)
            return super().save(commit)

    return type("OptionForm", (OptionForm,), fields(extra))


class QuotedForm(RowForm):
    """Words of a passage: says at once when they do not stand there; nothing wrong is kept silently."""

    def clean(self) -> dict:
        cleaned = super().clean()
        passage, quote = cleaned.get("passage"), cleaned.get("quote")
        if passage and quote:
            span = passage.find(quote, near=self.instance.start)
            if span is None:
                self.add_error(
                    "quote",
                    "These words do not stand in that passage. Copy whole words, exactly as it has them.",
                )
            else:
                self.instance.start = span.start
        return cleaned


WIDGETS = {
    "quote": forms.Textarea(attrs={"rows": 2, "cols": 44}),
    "position": forms.TextInput(attrs={"size": 2, "inputmode": "numeric"}),
}


class CitationForm(QuotedForm):
    class Meta:
        model = DraftCitation
        fields = ("passage", "quote", "stance", "position")
        widgets = WIDGETS


class SidePassageForm(QuotedForm):
    def clean(self) -> dict:
        cleaned = super().clean()
        if "passage" in self.changed_data:
            self.instance.same_as = []
        return cleaned

    class Meta:
        model = SidePassage
        fields = ("passage", "quote", "position")
        widgets = WIDGETS


class SideForm(RowForm):
    class Meta:
        model = Side
        fields = ("says", "position")
        widgets = {"says": forms.TextInput(attrs={"size": 70}), "position": WIDGETS["position"]}
