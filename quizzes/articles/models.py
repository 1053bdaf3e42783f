from collections.abc import Iterable

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse

from core.models import Immutable, ImmutableQuerySet, User
from quizzes.articles.blocks import Block, Role
from quizzes.articles.quoting import Span, find
from quizzes.articles.revised import REVISED

PREFIXES = {"title": "t", "heading": "h", "body": "p", "caption": "c", "credit": "k"}


class ArticleQuerySet(models.QuerySet):
    def readable_by(self, user) -> "ArticleQuerySet":
        """Articles with a revision the person may read."""
        readable = Revision.objects.readable_by(user).filter(article=models.OuterRef("pk"))
        return self.filter(models.Exists(readable))


class Article(models.Model):
    """A stored source text. Its words live in revisions; this row says what the text is."""

    class Kind(models.TextChoices):
        AGENCY_REPORT = "agency_report", "Agency report"
        NEWS_REPORT = "news_report", "News report"
        REWRITE = "rewrite", "Rewrite"
        MACHINE_TRANSLATION = "machine_translation", "Machine-translated rewrite"
        OTHER = "other", "Other text"

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=300)
    short_name = models.CharField(
        max_length=60,
        blank=True,
        help_text='How questions name it, as in "AP story". The title, if left empty.',
    )
    publisher = models.CharField(max_length=200)
    published = models.DateField(null=True, blank=True)
    date_note = models.CharField(
        max_length=300, blank=True, help_text="How the date is known, or why it is not."
    )
    kind = models.CharField("kind of text", max_length=30, choices=Kind, default=Kind.OTHER)
    about = models.TextField(
        blank=True, help_text="What a careful reader should know about this text. Markdown."
    )
    goes_back_to = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Another stored article it depends on. Both together are one witness.",
    )
    current = models.ForeignKey(
        "Revision",
        models.RESTRICT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="current revision",
    )
    library_digest = models.CharField(max_length=64, blank=True, editable=False)
    edited_at = models.DateTimeField(auto_now=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        indexes = [models.Index(fields=["edited_at"], name="articles_by_edit")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("articles:read", args=[self.slug])

    @property
    def name(self) -> str:
        return self.short_name or self.title

    @transaction.atomic
    def revise(
        self,
        blocks: Iterable[Block],
        wording: "Revision.Wording",
        *,
        by: User | None = None,
        numbered_as: "Revision | None" = None,
    ) -> "Revision":
        """Keep the blocks as the newest revision and show it from now on. Boilerplate is dropped.

        The same text once more is no new revision.
        """
        Article.objects.select_for_update().get(pk=self.pk)
        kept = without_boilerplate(blocks)
        latest = self.revisions.order_by("-number").first()
        if latest and latest.wording == wording and latest.holds(kept):
            return latest
        revision = self.revisions.create(
            number=latest.number + 1 if latest else 1, wording=wording, created_by=by, numbered_as=numbered_as
        )
        Passage.objects.bulk_create(
            Passage(
                revision=revision, position=position, role=block.role, number=block.number, text=block.text
            )
            for position, block in enumerate(kept, start=1)
        )
        self.current = revision
        self.save(update_fields=["current", "edited_at"])
        for act in REVISED:
            act(revision)
        return revision


def without_boilerplate(blocks: Iterable[Block]) -> list[Block]:
    return [block for block in blocks if block.role != Role.BOILERPLATE]


class RevisionQuerySet(ImmutableQuerySet):
    def readable_by(self, user) -> "RevisionQuerySet":
        """Briefs are for everyone; a publisher's own words are shown to people who signed in."""
        return self if user.is_authenticated else self.filter(wording=Revision.Wording.BRIEF)


class Revision(Immutable):
    """An article's whole text at one time."""

    class Wording(models.TextChoices):
        BRIEF = "brief", "brief, in our words"
        ORIGINAL = "original", "the publisher's words"

    article = models.ForeignKey(Article, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    wording = models.CharField(max_length=10, choices=Wording)
    numbered_as = models.ForeignKey(
        "self",
        models.RESTRICT,
        null=True,
        related_name="+",
        help_text="The first revision with these passage numbers, when this text stands behind the numbers of another.",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = RevisionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="one_revision_a_number")]

    def __str__(self) -> str:
        return f"{self.article}, revision {self.number}"

    def holds(self, blocks: Iterable[Block]) -> bool:
        """Whether its passages are just these blocks, boilerplate left out."""
        passages = self.passages.order_by("position").values_list("role", "number", "text")
        kept = without_boilerplate(blocks)
        return list(passages) == [(block.role.value, block.number, block.text) for block in kept]

    @property
    def numbering(self) -> int:
        """Revisions with the same numbering give the same number to the same paragraph."""
        return self.numbered_as_id or self.pk

    @property
    def has_current_numbers(self) -> bool:
        """Whether the article's text that is shown now is this one, or stands behind the same numbers."""
        return self.article.current_id == self.pk or self.article.current.numbering == self.numbering


class Passage(Immutable):
    """One numbered paragraph (or title, heading, caption, credit line) of a revision."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="passages")
    position = models.PositiveIntegerField(help_text="Its place in the whole text, from 1.")
    role = models.CharField(
        max_length=10, choices=[(role.value, role.value) for role in Role if role.value in PREFIXES]
    )
    number = models.PositiveIntegerField(help_text="Its number among the passages of its role, from 1.")
    text = models.TextField()

    class Meta:
        ordering = ["revision", "position"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "position"], name="one_passage_a_position"),
            models.UniqueConstraint(fields=["revision", "role", "number"], name="one_passage_a_number"),
            models.CheckConstraint(condition=~Q(text=""), name="a_passage_has_words"),
            models.CheckConstraint(condition=Q(number__gte=1), name="passages_are_numbered_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.revision.article}, {self.label}"

    def get_absolute_url(self) -> str:
        """In the text that is shown now, where that has its numbers; else in its own revision."""
        article, revision = self.revision.article, self.revision
        of_revision = "" if revision.has_current_numbers else f"?revision={revision.number}"
        return f"{article.get_absolute_url()}{of_revision}#{self.anchor}"

    @property
    def anchor(self) -> str:
        """Its address within the page: p4 for the fourth body passage, c1 for the first caption."""
        return f"{PREFIXES[self.role]}{self.number}"

    @property
    def label(self) -> str:
        return f"passage {self.number}" if self.role == Role.BODY else f"{self.role} {self.number}"

    def find(self, words: str, *, near: int = 0) -> Span | None:
        return find(words, self.text, near=near)
