"""The authoring forms of a question, made for its kind."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from quizzes.bank.fields import SETTING, fields, meanings, values
from quizzes.bank.models import DraftCitation, Option, Question
from quizzes.bank.points import Side, SidePassage
from quizzes.kinds.kind import Kind

OWN_COLUMNS = ("text", "is_right", "feedback")


class NewQuestionForm(forms.ModelForm):
    """First where it belongs, what kind it is and what it asks; the rest of the form depends on the kind."""

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
