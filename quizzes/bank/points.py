"""Points: questions of fact on which passages say different things, each side with the words that say it."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.urls import reverse

from quizzes.articles.models import Article
from quizzes.articles.placements import same_elsewhere
from quizzes.articles.quoting import Piece, cut
from quizzes.bank.models import Quoted, Topic


class PointQuerySet(models.QuerySet):
    def in_order(self) -> "PointQuerySet":
        return self.order_by("topic__name", "position", "pk")

    def with_sides(self) -> "PointQuerySet":
        cited = SidePassage.objects.select_related("passage__revision__article__current")
        return self.select_related("topic").prefetch_related(
            "sides", models.Prefetch("sides__passages", cited)
        )


class Point(models.Model):
    """A question of fact on which sources differ, and what a careful reader concludes."""

    class Settled(models.TextChoices):
        YES = "yes", "The articles settle it"
        PARTLY = "partly", "The articles settle it in part"
        NO = "no", "The articles leave it open"

    question = models.CharField(max_length=300, help_text="What the sources differ on, as a question.")
    slug = models.SlugField(max_length=100, unique=True)
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True, related_name="points")
    careful = models.TextField("a careful reader", help_text="What a careful reader concludes. Markdown.")
    settled = models.CharField(max_length=10, choices=Settled, default=Settled.NO)
    settled_by = models.TextField(
        "why", blank=True, help_text="What settles it, or why nothing does. Markdown."
    )
    position = models.PositiveIntegerField(default=0)
    library_digest = models.CharField(max_length=64, blank=True, editable=False)
    edited_at = models.DateTimeField(auto_now=True)

    objects = PointQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return reverse("bank:point", args=[self.slug])


class Side(models.Model):
    """One of the things that are said on a point."""

    point = models.ForeignKey(Point, models.CASCADE, related_name="sides")
    position = models.PositiveIntegerField(default=0)
    says = models.CharField(max_length=300, help_text="In a few words.")

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.says

    @property
    def witness_count(self) -> int:
        """How many articles say so that do not go back to one another."""
        return witness_count(cited.passage.revision.article for cited in self.passages.all())


class SidePassage(Quoted):
    """Words of a passage that take a side."""

    side = models.ForeignKey(Side, models.CASCADE, related_name="passages")
    same_as = models.JSONField(
        default=list, editable=False, help_text="Ids of the passages that are this one in other revisions."
    )

    class Meta(Quoted.Meta):
        verbose_name = "passage"
        constraints = [models.CheckConstraint(condition=~Q(quote=""), name="a_side_quotes_words")]

    def save(self, *args, **kwargs) -> None:
        self.same_as = sorted({*self.same_as, *same_elsewhere(self.passage)})
        super().save(*args, **kwargs)

    @property
    def passage_ids(self) -> set[int]:
        """The passage, in every revision it is known in."""
        return {self.passage_id, *self.same_as}

    @property
    def pieces(self) -> list[Piece]:
        return cut(self.passage.text, [self.span])


def witness_count(articles: Iterable[Article]) -> int:
    """Articles that go back to one another count as one witness."""
    return len({article.goes_back_to_id or article.pk for article in articles})
