from django import forms
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import Group
from django.db import transaction

from core.models import STUDENTS, User


class SignUpForm(UserCreationForm):
    class Meta(UserCreationForm.Meta):
        model = User
        fields = ("username",)

    @transaction.atomic
    def save(self, commit: bool = True) -> User:
        user = super().save(commit=commit)
        if commit:
            user.groups.add(Group.objects.get(name=STUDENTS))
        return user


class ErasureForm(forms.Form):
    """Both together prove that it is the person, and that it is meant."""

    username = forms.CharField(
        label="Your user name",
        help_text="Write it out, so that this does not happen by a slip.",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label="Your password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, person: User, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_username(self) -> str:
        if self.cleaned_data["username"] != self.person.username:
            raise forms.ValidationError(f"This is not your user name. Write “{self.person.username}”.")
        return self.cleaned_data["username"]

    def clean_password(self) -> str:
        if not self.person.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError("This is not your password. Write the one you sign in with.")
        return self.cleaned_data["password"]
