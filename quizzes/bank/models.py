"""What teachers edit (sets, questions, options, draft citations) and what students are asked (versions, citations)."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import Truncator

from core.models import Immutable, ImmutableQuerySet, User
from quizzes import kinds
from quizzes.articles.models import Passage, Revision
from quizzes.articles.quoting import Span
from quizzes.bank import asking
from quizzes.bank.shown import signed
from quizzes.kinds.kind import Draft, DraftOption, ReadingPassage


class Topic(models.Model):
    name = models.CharField(max_length=60, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class QuestionSetQuerySet(models.QuerySet):
    def open(self) -> "QuestionSetQuerySet":
        """Sets that can be taken: they hold at least one published question."""
        published = Question.objects.published().filter(question_set=models.OuterRef("pk"))
        return self.filter(models.Exists(published))

    def for_practice(self) -> "QuestionSetQuerySet":
        return self.filter(is_for_practice=True)

    def in_order(self) -> "QuestionSetQuerySet":
        return self.order_by("position", "title")

    def with_counts(self) -> "QuestionSetQuerySet":
        published = Q(questions__state=Question.State.PUBLISHED)
        source = "questions__current__citations__passage__revision__article"
        return self.annotate(
            question_count=models.Count("questions", filter=published, distinct=True),
            source_count=models.Count(source, filter=published, distinct=True),
        )


class QuestionSet(models.Model):
    """A titled, ordered collection of questions."""

    title = models.CharField(max_length=200)
    slug = models.SlugField(unique=True)
    description = models.TextField(blank=True, help_text="One or two sentences for students. Markdown.")
    position = models.PositiveIntegerField(default=0, help_text="Where it stands among the sets.")
    is_for_practice = models.BooleanField(
        "free to practise",
        default=True,
        help_text="Students may practise it whenever they like. Switch it off for questions kept for a quiz.",
    )
    teachers = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        limit_choices_to={"is_staff": True, "is_active": True},
        related_name="question_sets",
        help_text=(
            "Who look after it, and get a letter when a student says that something is wrong. "
            "Nobody chosen: every teacher finds it at the desk, and no letter is sent."
        ),
    )
    is_reviewed = models.BooleanField(
        "reviewed",
        default=False,
        help_text="A question is published only once a second teacher approved its text.",
    )
    library_digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = QuestionSetQuerySet.as_manager()

    class Meta:
        ordering = ["position", "title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("bank:set", args=[self.slug])

    def next_position(self) -> int:
        """The place after the last question."""
        return (self.questions.aggregate(last=models.Max("position"))["last"] or 0) + 1


class QuestionQuerySet(models.QuerySet):
    def published(self) -> "QuestionQuerySet":
        return self.filter(state=Question.State.PUBLISHED)

    def in_order(self) -> "QuestionQuerySet":
        return self.order_by("question_set__position", "question_set", "position", "pk")

    def sample(self) -> "Question | None":
        """The question a visitor may answer on the front page; never one that shows a publisher's words."""
        originals = Citation.objects.filter(
            version=models.OuterRef("current"), passage__revision__wording=Revision.Wording.ORIGINAL
        )
        return self.published().filter(~models.Exists(originals), is_sample=True).in_order().first()


def kind_choices() -> list[tuple[str, str]]:
    return list(kinds.CHOICES)


class Question(models.Model):
    """What a teacher writes and edits. Students are asked its published versions."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"
        RETIRED = "retired", "Retired"

    class Difficulty(models.IntegerChoices):
        EASY = 1, "Easy"
        MEDIUM = 2, "Medium"
        HARD = 3, "Hard"

    question_set = models.ForeignKey(QuestionSet, models.PROTECT, related_name="questions")
    position = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=30, choices=kind_choices)
    stem = models.TextField(help_text="The question. Markdown.")
    explanation = models.TextField(
        blank=True, help_text="Shown after the answer: why the right answer is right. Markdown."
    )
    hints = models.TextField(
        blank=True, help_text="One a line: shown after each try, where a quiz allows several."
    )
    settings = models.JSONField(default=dict, blank=True)
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True, related_name="questions")
    difficulty = models.PositiveSmallIntegerField(choices=Difficulty, default=Difficulty.MEDIUM)
    objective = models.CharField(
        max_length=200, blank=True, help_text='What answering it shows, as in "Analyze: compare two dates".'
    )
    points = models.DecimalField(max_digits=5, decimal_places=2, default=1)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    current = models.ForeignKey(
        "QuestionVersion",
        models.RESTRICT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="published version",
    )
    is_sample = models.BooleanField(
        "shown to visitors", default=False, help_text="May be answered on the front page."
    )
    point = models.ForeignKey(
        "quizzes.Point",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="questions",
        help_text="What it asks is a point on which sources differ.",
    )
    # Null rather than empty: a teacher's own questions have no name in the library, and none is like another.
    library_name = models.SlugField(max_length=100, unique=True, null=True, editable=False)  # noqa: DJ001
    library_digest = models.CharField(max_length=64, blank=True, editable=False)
    edited_at = models.DateTimeField(auto_now=True)
    # Who last changed what students would be asked, and so cannot be the second person to look at it.
    edited_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")
    # The form it was written in: sent twice, as by a double click, that makes one question.
    form_token = models.UUIDField(unique=True, null=True, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["question_set", "position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(points__gt=0), name="a_question_is_worth_something"),
            models.CheckConstraint(condition=Q(difficulty__range=(1, 3)), name="difficulty_from_1_to_3"),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(current__isnull=False),
                name="published_means_there_is_a_version",
            ),
        ]

    def __str__(self) -> str:
        return Truncator(self.stem).chars(100)

    def get_absolute_url(self) -> str:
        return self.question_set.get_absolute_url()

    @property
    def task(self) -> kinds.Kind:
        return kinds.KINDS[self.kind]

    @property
    def draft(self) -> Draft:
        cited = self.draft_citations.select_related("passage")
        return self.drafted((option.draft for option in self.options.all()), cited)

    def drafted(self, options: Iterable[DraftOption], cited: Iterable["Quotation"]) -> Draft:
        """The draft with these rows, whether or not they are stored."""
        reading = reading_of(cited) if self.task.READS_ARTICLE else ()
        return Draft(self.stem, self.explanation, self.settings, tuple(options), reading)

    @property
    def wording(self) -> Draft:
        """The draft without what its kind may read besides: enough to compare it with others."""
        options = tuple(option.draft for option in self.options.all())
        return Draft(self.stem, self.explanation, self.settings, options)

    @property
    def hint_lines(self) -> list[str]:
        return [line.strip() for line in self.hints.splitlines() if line.strip()]

    def retire(self) -> None:
        """Ask it no more. Attempts that were given it keep it, and it can be published again."""
        self.state = self.State.RETIRED
        with transaction.atomic():
            self.save(update_fields=["state"])
            asking.tell(self)


class Option(models.Model):
    """A row of a question: an option to choose, an accepted answer, … as its kind needs it."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="options")
    position = models.PositiveIntegerField(default=0)
    text = models.TextField(blank=True)
    is_right = models.BooleanField("right", default=False)
    feedback = models.TextField(blank=True, help_text="Shown to those who chose it. Markdown.")
    details = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def draft(self) -> DraftOption:
        return DraftOption(str(self.pk), self.text, self.is_right, self.feedback, self.details)


class QuotedQuerySet(models.QuerySet):
    def of_older_texts(self) -> "QuotedQuerySet":
        """Those in passages whose numbers the article's text of today does not have."""
        revision = "passage__revision"
        return self.alias(
            numbering=Coalesce(f"{revision}__numbered_as", f"{revision}_id"),
            of_today=Coalesce(
                f"{revision}__article__current__numbered_as", f"{revision}__article__current_id"
            ),
        ).exclude(numbering=F("of_today"))


class Quoted(models.Model):
    """Words of a passage, where they stand."""

    passage = models.ForeignKey(Passage, models.PROTECT, related_name="+")
    quote = models.TextField(help_text="The words that decide the answer, as they stand in the passage.")
    start = models.PositiveIntegerField(default=0, editable=False)
    position = models.PositiveIntegerField(default=0)

    objects = QuotedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"“{self.quote[:60]}”"

    @property
    def span(self) -> Span:
        return Span(self.start, self.start + len(self.quote))

    @property
    def found(self) -> Span | None:
        """Where the words stand in the passage. While they are being written, `start` only says near where."""
        return self.passage.find(self.quote, near=self.start)

    @property
    def is_found(self) -> bool:
        """Whether the quoted words stand, word for word, where the citation says they do."""
        return bool(self.quote) and self.passage.text[self.span.start : self.span.end] == self.quote


class Quotation(Quoted):
    """Words of a passage, and how they bear on the answer."""

    class Stance(models.TextChoices):
        SUPPORTS = "supports", "supports the answer"
        CONTRADICTS = "contradicts", "says otherwise"
        CONTEXT = "context", "gives context"

    stance = models.CharField(max_length=12, choices=Stance, default=Stance.SUPPORTS)

    class Meta(Quoted.Meta):
        abstract = True


class DraftCitation(Quotation):
    """A citation a teacher is writing. Publishing copies it to the version."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="draft_citations")

    class Meta(Quotation.Meta):
        verbose_name = "citation"


def reading_of(citations: Iterable[Quotation]) -> tuple[ReadingPassage, ...]:
    """The text of the first citation that supports the answer, with the words such citations mark in it."""
    cited = [citation for citation in citations if citation.stance == Quotation.Stance.SUPPORTS]
    if not cited:
        return ()
    return tuple(
        ReadingPassage(passage.label, passage.text, tuple(spans_in(passage, cited)))
        for passage in Passage.objects.filter(revision=cited[0].passage.revision_id)
    )


def spans_in(passage: Passage, cited: Iterable[Quotation]) -> Iterator[tuple[int, int]]:
    """Start and end of the words cited in a passage; words that do not stand there are left to publishing."""
    for citation in cited:
        if citation.passage_id == passage.pk and (span := citation.found):
            yield span.start, span.end


class QuestionVersion(Immutable):
    """What students are asked. `face` may be seen before the answer; `key` is needed to mark and explain."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=30)
    face = models.JSONField()
    key = models.JSONField()
    hints = models.JSONField(default=list)
    points = models.DecimalField(max_digits=5, decimal_places=2)
    went_over_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="The first version that asked this, before it went over to a newer text of its article.",
    )
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["question", "-number"]
        constraints = [models.UniqueConstraint(fields=["question", "number"], name="one_version_a_number")]

    def __str__(self) -> str:
        return f"version {self.number} of “{self.face['stem'][:60]}”"

    @property
    def task(self) -> kinds.Kind:
        return kinds.KINDS[self.kind]


class CitationQuerySet(ImmutableQuerySet):
    def asked_now(self) -> "CitationQuerySet":
        """Citations of the versions that students are asked today."""
        return self.filter(
            version__question__state=Question.State.PUBLISHED, version__question__current=F("version")
        )

    def with_sources(self) -> "CitationQuerySet":
        return self.select_related("passage__revision__article__current")


class Citation(Immutable, Quotation):
    """Words in a passage that a published version rests on."""

    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="citations")
    passage = models.ForeignKey(Passage, models.PROTECT, related_name="citations")

    objects = CitationQuerySet.as_manager()

    class Meta(Quotation.Meta):
        constraints = [models.CheckConstraint(condition=~Q(quote=""), name="a_citation_quotes_words")]

    def get_absolute_url(self) -> str:
        article = self.passage.revision.article
        return f"{article.get_absolute_url()}?cite={signed(self.pk)}#{self.passage.anchor}"
