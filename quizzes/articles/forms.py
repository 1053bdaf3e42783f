"""The two steps by which a teacher stores an article: the text, then the role of each of its blocks."""

from collections.abc import Sequence

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import QueryDict

from quizzes.articles.blocks import Block, Problem, Role, numbered, read
from quizzes.articles.models import Article, Revision

ROLE_CHOICES = [(role.value, role.value) for role in Role]
LONGEST = 2_000_000
# Each block has a field of its own, and Django takes 1,000 fields.
MOST_BLOCKS = 950
SALT = "quizzes.articles.roles"


class TextForm(forms.Form):
    """An article's words, uploaded or pasted. When they can be read, `blocks` holds them sorted."""

    title = forms.CharField(max_length=300)
    file = forms.FileField(required=False, help_text="Plain text (UTF-8) or HTML, up to 2 MB.")
    pasted = forms.CharField(
        required=False,
        strip=False,
        label="Or paste the text",
        widget=forms.Textarea(attrs={"rows": 14, "cols": 90}),
    )
    wording = forms.ChoiceField(
        choices=Revision.Wording, initial=Revision.Wording.ORIGINAL, label="Whose words"
    )

    blocks: tuple[Block, ...] = ()

    def clean(self) -> dict:
        cleaned = super().clean()
        file, pasted = cleaned.get("file"), cleaned.get("pasted", "")
        if bool(file) == bool(pasted.strip()):
            raise ValidationError("Upload a file or paste the text: one of the two.")
        content, name = (file.read(LONGEST + 1), file.name) if file else (pasted.encode(), "")
        blocks = read(content, title=cleaned.get("title", ""), name=name)
        where = "file" if file else "pasted"
        if isinstance(blocks, Problem):
            self.add_error(where, blocks.sentence)
        elif len(blocks) > MOST_BLOCKS:
            self.add_error(
                where,
                f"The text has {len(blocks):,} blocks, more than {MOST_BLOCKS}: store one article at a time.",
            )
        else:
            self.blocks = blocks
        return cleaned


class NewArticleForm(TextForm):
    slug = forms.SlugField(max_length=50, help_text="Its address: /sources/<slug>/. It stays.")
    publisher = forms.CharField(max_length=200)
    published = forms.DateField(
        required=False, help_text="As in 2022-01-11. Leave empty when it is not known."
    )
    kind = forms.ChoiceField(choices=Article.Kind, initial=Article.Kind.NEWS_REPORT, label="Kind of text")

    field_order = ("title", "slug", "publisher", "published", "kind", "wording", "file", "pasted")

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if Article.objects.filter(slug=slug).exists():
            raise ValidationError(
                f'"{slug}" belongs to an article already. Choose another slug, '
                "or open that article and add this text as a new revision."
            )
        return slug


class RolesForm(forms.Form):
    """One role a block. The texts, and what was told of the article, travel along signed: two tabs stay apart."""

    texts = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, described: dict, texts: Sequence[str], *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.described, self.block_texts = described, list(texts)
        self.initial["texts"] = signing.dumps([described, self.block_texts], salt=SALT, compress=True)
        for place, text in enumerate(self.block_texts):
            self.fields[f"role-{place}"] = forms.ChoiceField(choices=ROLE_CHOICES, label=text[:80])

    @classmethod
    def proposed(cls, described: dict, blocks: Sequence[Block]) -> "RolesForm":
        roles = {f"role-{place}": block.role.value for place, block in enumerate(blocks)}
        return cls(described, [block.text for block in blocks], initial=roles)

    @classmethod
    def settled(cls, posted: QueryDict) -> "RolesForm | None":
        """The form as it was sent; None when it is not, whole, what we sent before."""
        try:
            described, texts = signing.loads(posted.get("texts", ""), salt=SALT)
        except signing.BadSignature:
            return None
        return cls(described, texts, posted)

    @property
    def title(self) -> str:
        return self.described["title"]

    def clean(self) -> dict:
        cleaned = super().clean()
        if Role.BODY.value not in cleaned.values():
            raise ValidationError("No block is a body paragraph. Give at least one the role body.")
        return cleaned

    @property
    def blocks(self) -> tuple[Block, ...]:
        roles = [Role(self.cleaned_data[f"role-{place}"]) for place in range(len(self.block_texts))]
        return numbered(zip(roles, self.block_texts, strict=True))

    @property
    def rows(self) -> list[tuple[forms.BoundField, str]]:
        return [(self[f"role-{place}"], text) for place, text in enumerate(self.block_texts)]
