from random import Random

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError

from core.models import User
from quizzes.classrooms import joining
from quizzes.classrooms.finding import MAKES_CLASSES
from quizzes.classrooms.models import Classroom, Membership

SALT = "quizzes.classrooms.new"
BACKEND = "core.backends.AttestBackend"


class ClassroomForm(forms.ModelForm):
    """Whether it is pseudonymous is settled when a class is made: by then no name and no address is stored yet."""

    class Meta:
        model = Classroom
        fields = ("name",)
        labels = {"name": "Name", "is_pseudonymous": "Pseudonymous"}
        help_texts = {
            "name": "As in “History 9b, 2026”. Students see it.",
            "is_pseudonymous": "User names are drawn and tell nothing of who bears them, and no e-mail address is kept. "
            "You print a slip for each student to sign in with.",
        }
        error_messages = {"name": {"required": "Write what the class is called."}}


class NewClassroomForm(ClassroomForm):
    """Carries the code the class will have, so that a second click makes no second class."""

    class Meta(ClassroomForm.Meta):
        fields = ("name", "is_pseudonymous")

    once = forms.CharField(widget=forms.HiddenInput, required=False)

    @classmethod
    def fresh(cls, chance: Random) -> "NewClassroomForm":
        return cls(initial={"once": signing.dumps(joining.new_code(chance), salt=SALT)})

    @property
    def code(self) -> str:
        """The one the page was made with; none when it was not sent back whole."""
        try:
            return signing.loads(self.cleaned_data["once"], salt=SALT)
        except signing.BadSignature:
            return ""


class TeacherForm(forms.Form):
    username = forms.CharField(
        label="User name of another teacher",
        max_length=150,
        help_text="A teacher of the class may do all that you may, also remove you.",
        error_messages={"required": "Write the user name of the teacher."},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

    def clean_username(self) -> User:
        """The teacher. That somebody is here who is none, is nobody's to know."""
        typed = self.cleaned_data["username"]
        teachers = User.objects.with_perm(MAKES_CLASSES, backend=BACKEND)
        if found := teachers.filter(username=typed).first():
            return found
        raise ValidationError(f"No teacher has the user name “{typed}”. Check it for a slip; capitals count.")


class MemberForm(forms.ModelForm):
    class Meta:
        model = Membership
        fields = ("name",)
        labels = {"name": "Name in this class"}
        help_texts = {
            "name": "As you call the student; only you and the student see it. Empty: the user name."
        }


class RosterForm(forms.Form):
    file = forms.FileField(
        label="The roster, a CSV or XLSX file",
        error_messages={
            "required": "Choose the file that holds the roster.",
            "empty": "The file is empty. Choose the one that holds the roster.",
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
