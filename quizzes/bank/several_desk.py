"""Changing several questions at the desk: choose what, see what it does to each, do it."""

from collections import Counter
from collections.abc import Sequence

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils.timezone import now

from quizzes.bank.desk_pages import DeskPages
from quizzes.bank.models import Question, QuestionSet, Topic
from quizzes.bank.several import PUBLISH, RETIRE, Effect, Overtaken, Wish, change, foreseen, rows, seen

AS_IT_IS, NONE = "", "none"
MOST = 2000
LEAVE = (AS_IT_IS, "Leave as it is")


class SeveralForm(forms.Form):
    """What is to become of the questions. Whatever is left alone stays."""

    question_set = forms.ModelChoiceField(
        QuestionSet.objects.in_order(), required=False, label="Move to", empty_label="Leave where it is"
    )
    topic = forms.ChoiceField(required=False)
    difficulty = forms.TypedChoiceField(
        choices=[LEAVE, *Question.Difficulty.choices], coerce=int, empty_value=None, required=False
    )
    state = forms.ChoiceField(choices=[LEAVE, (PUBLISH, "Publish"), (RETIRE, "Retire")], required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.topics = {str(topic.pk): topic for topic in Topic.objects.all()}
        named = [(key, topic.name) for key, topic in self.topics.items()]
        self.fields["topic"].choices = [LEAVE, *named, (NONE, "No topic")]

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.errors and self.wish.is_nothing:
            raise forms.ValidationError(
                "Nothing is chosen yet. Choose what to change, then look at what it does."
            )
        return cleaned

    @property
    def wish(self) -> Wish:
        chosen = self.cleaned_data
        topic = {AS_IT_IS: None, NONE: ""}.get(chosen["topic"], self.topics.get(chosen["topic"]))
        return Wish(chosen["question_set"], topic, chosen["difficulty"], chosen["state"] or None)


class SeveralDesk(DeskPages):
    def get_urls(self) -> list[URLPattern]:
        return [self.own_address("several/", self.several, "several"), *super().get_urls()]

    @admin.action(
        description="Change set, topic, difficulty or state of the selected questions …",
        permissions=["change"],
    )
    def change_several(self, request: HttpRequest, questions: QuerySet) -> HttpResponse | None:
        ids = list(questions.values_list("pk", flat=True)[: MOST + 1])
        if len(ids) > MOST:
            messages.error(request, f"More than {MOST} questions are selected. Change them in parts.")
            return None
        return self.several_page(request, rows(ids), SeveralForm())

    def several(self, request: HttpRequest) -> HttpResponse:
        """Without a selection there is nothing to show, so whoever comes by an address goes to the list."""
        self.check_may_change(request)
        ids = [int(value) for value in request.POST.getlist("ids") if value.isdecimal() and len(value) < 19]
        questions = rows(ids[:MOST])
        if not questions:
            return redirect("admin:quizzes_question_changelist")
        form = SeveralForm(request.POST)
        if not form.is_valid():
            return self.several_page(request, questions, form, status=422)
        if "do" not in request.POST:
            return self.several_page(request, questions, form, foreseen(questions, form.wish))
        return self.do_several(request, ids, form)

    def do_several(self, request: HttpRequest, ids: Sequence[int], form: SeveralForm) -> HttpResponse:
        effects = change(ids, form.wish, as_seen=request.POST.get("seen", ""), by=request.user, at=now())
        if isinstance(effects, Overtaken):
            return self.several_overtaken(request, ids, form)
        for effect in effects:
            if effect.does:
                self.log_change(request, effect.question, f"Together with others: {', '.join(effect.does)}.")
        refused = [effect for effect in effects if effect.refused]
        changed = sum(bool(effect.does) for effect in effects)
        messages.success(request, f"{count_of(changed)} changed.")
        if not refused:
            return redirect("admin:quizzes_question_changelist")
        messages.warning(request, f"{count_of(len(refused))} stayed as before. The reasons are below.")
        return self.several_page(request, rows(ids), form, refused, is_done=True)

    def several_overtaken(self, request: HttpRequest, ids: Sequence[int], form: SeveralForm) -> HttpResponse:
        questions = rows(ids)
        effects = foreseen(questions, form.wish)
        if not any(effect.does or effect.refused for effect in effects):
            messages.info(request, "That is done already.")
            return redirect("admin:quizzes_question_changelist")
        messages.warning(
            request,
            "Some of these questions were changed meanwhile, so nothing was done. This is what it would do now.",
        )
        return self.several_page(request, questions, form, effects, status=409)

    def several_page(
        self,
        request: HttpRequest,
        questions: Sequence[Question],
        form: SeveralForm,
        effects: Sequence[Effect] = (),
        *,
        is_done: bool = False,
        status: int = 200,
    ) -> HttpResponse:
        changing = [effect for effect in effects if effect.does]
        context = {
            "questions": questions,
            "form": form,
            "effects": effects,
            "changing": changing,
            "refused": [effect for effect in effects if effect.refused],
            "counts": Counter(words for effect in changing for words in effect.does).most_common(),
            "unchanged": len(questions) - len(changing),
            "seen": seen(questions),
            "is_done": is_done,
        }
        return self.question_page(request, "several.html", context, status)


def count_of(number: int) -> str:
    return f"{number} question{'' if number == 1 else 's'}"
