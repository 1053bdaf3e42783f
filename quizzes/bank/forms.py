"""The authoring forms of a question, made for its kind."""

from decimal import Decimal
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models

from quizzes import kinds
from quizzes.articles.models import Passage
from quizzes.bank.fields import SETTING, fields, meanings, values
from quizzes.bank.models import DraftCitation, Option, Question, QuestionSet
from quizzes.bank.points import Side, SidePassage
from quizzes.kinds.kind import DraftOption, Kind

OWN_COLUMNS = ("text", "is_right", "feedback")
# Far more than a question needs; what is longer was pasted by mistake and makes every page that shows it slow.
LONGEST = 10_000


POSITION = forms.TextInput(attrs={"size": 2, "inputmode": "numeric"})


class KindForm(forms.Form):
    """What a new question begins with; the rest of its form depends on the kind."""

    question_set = forms.ModelChoiceField(
        QuestionSet.objects.in_order(), empty_label="Choose a set …", label="Question set"
    )
    kind = forms.ChoiceField(
        choices=kinds.CHOICES,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "“%(value)s” is no kind of question. Choose one of these."},
    )


class LinesForm(forms.ModelForm):
    """Keeps lines ended as files have them. Browsers send CR LF, which would pass for a change of the text."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if type(field) is forms.CharField and field.max_length is None:
                field.validators.append(
                    MaxLengthValidator(
                        LONGEST,
                        "These are %(show_value)d characters. Shorten them to %(limit_value)d at most.",
                    )
                )

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

    def has_changed(self) -> bool:
        """A new row that was only given a place is still empty."""
        written = set(self.changed_data) - {"position", "near"}
        return bool(written) if self.instance.pk is None else bool(self.changed_data)

    def clean_position(self) -> int:
        position = self.cleaned_data["position"]
        return self.LAST if position is None else position


class StoredRow(forms.ModelChoiceField):
    """Which stored row a row of the form is: known from the rows the form was made of, not looked up one by one."""

    def __init__(self, formset: forms.BaseModelFormSet, **options) -> None:
        super().__init__(formset.get_queryset(), required=False, widget=forms.HiddenInput, **options)
        self.formset = formset

    def to_python(self, value: str | None) -> models.Model | None:
        if value in self.empty_values:
            return None
        known = {str(row.pk): row for row in self.formset.get_queryset()}
        if str(value) not in known:
            raise ValidationError("This row is not there any more.")
        return known[str(value)]


class NamedRows(forms.BaseInlineFormSet):
    """Names each field by its column and row, for the desk sets them without labels that tell the row."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["id"] = StoredRow(self, initial=form.fields["id"].initial)
        row = "new row" if index is None else f"row {index + 1}"
        for name, field in form.fields.items():
            # The desk wraps a choice of other rows in a widget that shares its attributes between copies.
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs["aria-label"] = f"{field.label or name}, {row}"


def question_form(kind: str) -> type[forms.ModelForm]:
    """The form of a question of this kind, with one field more for each setting of it.

    `seen` says which state of the question it shows; `token` is the same however often a new one is sent.
    """
    task = kinds.KINDS[kind]

    class QuestionForm(LinesForm):
        seen = forms.CharField(required=False, widget=forms.HiddenInput)
        token = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)
        was_overtaken = False

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
                "stem": forms.Textarea(attrs={"rows": 3, "cols": 60}),
                "explanation": forms.Textarea(attrs={"rows": 3, "cols": 60}),
                "hints": forms.Textarea(attrs={"rows": 2, "cols": 60}),
                "objective": forms.TextInput(attrs={"size": 50}),
            }

        def __init__(self, *args, **kwargs) -> None:
            super().__init__(*args, **kwargs)
            if self.instance.pk is None:
                self.instance.kind = kind
            self.initial |= meanings(task.SETTINGS, self.instance.settings, SETTING)
            self.initial["seen"] = state_of(self.instance)
            del self.fields["token" if self.instance.pk else "seen"]

        def clean_points(self) -> Decimal:
            points = self.cleaned_data["points"]
            if points <= 0:
                raise ValidationError("A question is worth more than 0 points. Write 1, if in doubt.")
            return points

        def clean(self) -> dict:
            """Refuses to save over what somebody else saved since; sent once more, it does."""
            cleaned = super().clean()
            if (seen := cleaned.get("seen")) and seen != self.initial["seen"]:
                self.was_overtaken = True
                self.data = self.data.copy()
                self.data[self.add_prefix("seen")] = self.initial["seen"]
                self.add_error(None, "This question was saved by somebody else while you were writing.")
            return cleaned

        def _post_clean(self) -> None:
            super()._post_clean()
            self.instance.settings = values(task.SETTINGS, self.cleaned_data, SETTING)

    return type("QuestionForm", (QuestionForm,), fields(task.SETTINGS, SETTING))


def token_in(sent: str) -> UUID | None:
    try:
        return UUID(sent)
    except ValueError:
        return None


def state_of(question: Question) -> str:
    """When it was last saved, as its form sends it back; nothing for a new one."""
    return question.edited_at.isoformat() if question.pk else ""


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
                "text": forms.Textarea(attrs={"rows": 1, "cols": 34}),
                "feedback": forms.Textarea(attrs={"rows": 1, "cols": 34}),
                "position": POSITION,
            }

        def __init__(self, *args, **kwargs) -> None:
            super().__init__(*args, **kwargs)
            self.initial |= meanings(extra, self.instance.details)

        def _post_clean(self) -> None:
            super()._post_clean()
            self.instance.details = values(extra, self.cleaned_data)

        def drafted(self) -> DraftOption:
            """The row as it stands in the form."""
            row = self.instance
            return DraftOption(str(row.pk or self.prefix), row.text, row.is_right, row.feedback, row.details)

    return type("OptionForm", (OptionForm,), fields(extra))


class QuotedForm(RowForm):
    """Words of a passage: says at once when they do not stand there; nothing wrong is kept silently."""

    # Which of several places is meant, where the words were selected in the text.
    near = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # Each is shown by its article's name.
        self.fields["passage"].queryset = Passage.objects.select_related("revision__article")

    def clean(self) -> dict:
        cleaned = super().clean()
        passage, quote, near = (cleaned.get(name) for name in ("passage", "quote", "near"))
        if passage and quote:
            span = passage.find(quote, near=self.instance.start if near is None else near)
            if span is None:
                self.add_error(
                    "quote",
                    "These words do not stand in that passage. Copy whole words, exactly as it has them.",
                )
            else:
                self.instance.start = span.start
        return cleaned


WIDGETS = {"quote": forms.Textarea(attrs={"rows": 2, "cols": 44}), "position": POSITION}


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
