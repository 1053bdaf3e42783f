from django import forms

from quizzes.reports.models import Report


class ReportForm(forms.ModelForm):
    class Meta:
        model = Report
        fields = ("reason", "text")
        widgets = {"reason": forms.RadioSelect, "text": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"reason": {"required": "Nothing is chosen. Choose what is wrong."}}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # Without the empty choice that a column without a default brings along.
        self.fields["reason"].choices = Report.Reason.choices

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("reason") == Report.Reason.OTHER and not cleaned.get("text"):
            self.add_error("text", "Say in a few words what is wrong.")
        return cleaned


class AnswerForm(forms.ModelForm):
    """What a teacher answers. Nothing is saved by the form itself: `Report.answer` does it, once."""

    class Meta:
        model = Report
        fields = ("outcome", "reply")
        widgets = {
            "outcome": forms.RadioSelect,
            "reply": forms.Textarea(attrs={"rows": 4, "cols": 70}),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # Where the report is answered already, there is nothing to fill in.
        if outcome := self.fields.get("outcome"):
            outcome.required, outcome.choices = True, Report.Outcome.choices
            outcome.error_messages["required"] = "Nothing is chosen. Choose what came of it."

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("outcome") == Report.Outcome.STANDS and not cleaned.get("reply"):
            self.add_error("reply", "Say why the question stays as it is: the student reads it.")
        return cleaned
