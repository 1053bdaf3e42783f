"""The page on which a teacher sees what a new text does to the citations, and settles each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.core import signing
from django.http import QueryDict

from core.models import User
from quizzes.articles.blocks import Block, Role
from quizzes.articles.importing import numbers_kept, revise
from quizzes.articles.models import Article, Passage, Revision, without_boilerplate
from quizzes.articles.settling import Act, Case, Decision, Landing, Settling, Words

SALT = "quizzes.articles.new_text"
# Django takes 1,000 fields from a form. Cases beyond come when these are settled.
MOST_CASES, MOST_FIELDS = 150, 900


@dataclass(frozen=True)
class NewText:
    """A text that is about to become a revision: signed, so that it comes back as it was shown."""

    article_id: int
    based_on: int
    wording: str
    blocks: tuple[Block, ...]

    @classmethod
    def of(cls, article: Article, based_on: int, wording: str, blocks: Iterable[Block]) -> "NewText":
        return cls(article.pk, based_on, wording, tuple(without_boilerplate(blocks)))

    @property
    def signed(self) -> str:
        blocks = [(block.role.value, block.text, block.number) for block in self.blocks]
        told = [self.article_id, self.based_on, self.wording, blocks]
        return signing.dumps(told, salt=SALT, compress=True)

    @classmethod
    def sent(cls, posted: QueryDict) -> "NewText | None":
        """None when it is not, whole, what we sent before."""
        try:
            article_id, based_on, wording, blocks = signing.loads(posted.get("text", ""), salt=SALT)
        except signing.BadSignature:
            return None
        return cls(
            article_id,
            based_on,
            wording,
            tuple(Block(Role(role), text, number) for role, text, number in blocks),
        )

    def settling(self, article: Article) -> Settling:
        """What it would do; nothing of it is stored."""
        revision = Revision(
            article=article,
            wording=self.wording,
            numbered_as=numbers_kept(article, self.blocks, self.wording),
        )
        passages = [
            Passage(
                revision=revision, position=position, role=block.role, number=block.number, text=block.text
            )
            for position, block in enumerate(self.blocks, start=1)
        ]
        return Settling(revision, passages)

    def store(self, article: Article, *, by: User) -> Revision:
        return revise(article, self.blocks, self.wording, by=by)


class SettlingForm(forms.Form):
    """One choice a case, and for each citation whose words changed or are gone a place for other words."""

    verbatim = forms.ChoiceField(
        choices=[
            (Act.MOVE.value, "They go over to the new text"),
            (Act.LEAVE.value, "They stay on the text they cite"),
        ],
        initial=Act.MOVE.value,
        required=False,
        widget=forms.RadioSelect,
        label="Words that stand unchanged",
    )

    def __init__(
        self, settling: Settling, data: Mapping | None = None, *, kept: Mapping | None = None
    ) -> None:
        """`kept` is what was sent for another text: it shows as it was chosen, and nothing of it is checked."""
        super().__init__(data, initial=kept and dict(kept.items()))
        self.settling, self.open = settling, list(as_many_as_fit(settling.open))
        for case in self.open:
            self.fields[case.holder.key] = choice_of(case)
            for landing in case.landings:
                self.fields[words_name(case, landing)] = words_field(landing)
                self.fields[where_name(case, landing)] = forms.CharField(
                    required=False, widget=forms.HiddenInput
                )

    @property
    def rows(self) -> Iterator[tuple[Case, forms.BoundField, list[tuple]]]:
        """Each open case with its choice, and each of its landings with the fields for other words."""
        for case in self.open:
            fields = [
                (landing, self[words_name(case, landing)], self[where_name(case, landing)])
                for landing in case.landings
            ]
            yield case, self[case.holder.key], fields

    def clean(self) -> dict:
        cleaned = super().clean()
        self.decisions = {case.holder.key: self.decision(case) for case in self.open}
        act = Act(cleaned.get("verbatim") or Act.MOVE)
        self.decisions |= {case.holder.key: Decision(act) for case in self.settling.unchanged}
        return cleaned

    def decision(self, case: Case) -> Decision:
        act = Act(self.cleaned_data.get(case.holder.key) or Act.LEAVE)
        if act is not Act.MOVE:
            return Decision(act)
        chosen = {landing.quotation.key: self.words(case, landing) for landing in case.landings}
        return Decision(act, {key: words for key, words in chosen.items() if words})

    def words(self, case: Case, landing: Landing) -> Words | None:
        """What was chosen for a citation; nothing where the place that was found is accepted."""
        name = words_name(case, landing)
        typed = self.cleaned_data.get(name, "").strip()
        if not typed:
            if landing.new is None:
                self.add_error(
                    name, "Its words are gone. Select others in the new text, or leave it on the old one."
                )
            return None
        places = self.settling.places_of(typed)
        pointed_at = [
            words for words in places if at(words) == self.cleaned_data.get(where_name(case, landing))
        ]
        found = pointed_at or places
        if len(found) == 1:
            return found[0]
        self.add_error(name, fault(places))
        return None


def as_many_as_fit(cases: Sequence[Case]) -> Iterator[Case]:
    field_count = 0
    for case in cases[:MOST_CASES]:
        field_count += 1 + 2 * len(case.landings)
        if field_count > MOST_FIELDS:
            return
        yield case


def fault(places: list[Words]) -> str:
    if not places:
        return "These words do not stand in the new text. Copy whole words, exactly as it has them."
    told = ", ".join(dict.fromkeys(words.passage.label for words in places))
    return f"These words stand {len(places)} times ({told}). Select the ones you mean, or copy more of the sentence."


def choice_of(case: Case) -> forms.ChoiceField:
    acts = [
        (Act.MOVE.value, "Cite the new text"),
        (Act.LEAVE.value, "Stay on the text it cites, for now"),
    ]
    if case.holder.may_retire:
        acts.append((Act.RETIRE.value, f"Retire the {case.holder.sort}"))
    # What came in meanwhile was on nobody's page, so that nothing said of it leaves it as it is.
    return forms.ChoiceField(
        choices=acts,
        required=False,
        initial=Act.LEAVE.value,
        widget=forms.RadioSelect,
        label=f"The {case.holder.sort} shall",
    )


def words_field(landing: Landing) -> forms.CharField:
    label = "Other words" if landing.new else "Words that decide it now"
    widget = forms.Textarea(attrs={"rows": 2, "cols": 40})
    return forms.CharField(required=False, label=label, widget=widget)


def words_name(case: Case, landing: Landing) -> str:
    return f"{case.holder.key}-{landing.quotation.key}-words"


def where_name(case: Case, landing: Landing) -> str:
    return f"{case.holder.key}-{landing.quotation.key}-where"


def at(words: Words) -> str:
    """A place in the new text, as the page's script tells it: p4:120."""
    return f"{words.passage.anchor}:{words.span.start}"
