"""Which models the audit keeps, what they are called in its lines, and why the others are not kept.

A model of ours stands in one of the two tables, or a test fails.
"""

from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import Any

from core.audit import Audited
from core.models import User
from quizzes.attempts.disclosure import Phase
from quizzes.models import (
    Allowance,
    Answer,
    Article,
    Assignment,
    Attempt,
    Card,
    CertaintyTally,
    Citation,
    Classroom,
    Correction,
    Deck,
    DraftCitation,
    DrawRule,
    ExtraTime,
    FeedbackBand,
    GivenTally,
    Learner,
    MarkTally,
    Membership,
    Note,
    Opinion,
    Option,
    OptionTally,
    Passage,
    Placement,
    Point,
    Question,
    QuestionSet,
    QuestionTally,
    QuestionVersion,
    Quiz,
    QuizStamp,
    Remark,
    Reminder,
    Report,
    Review,
    Revision,
    Side,
    SidePassage,
    Slot,
    Teaching,
    Topic,
    TopicTally,
    TotalTally,
    VersionTally,
)

# Kept by the code for itself: which file a row follows, and when something was touched.
OWN_ACCOUNT = ("library_digest", "edited_at")
SHOWS = {
    Phase.DURING.value: "shows while it runs",
    Phase.JUST_AFTER.value: "shows just after",
    Phase.LATER.value: "shows later",
    Phase.CLOSED.value: "shows once it has closed",
}
PLACE = {"start": "begins at character"}


def taught_by(person: User) -> Iterable[int]:
    return Classroom.objects.taught_by(person).values("pk")


def cited_words(quoted: Any) -> str:
    return f"{quoted.passage.anchor.upper()} {quoted}"


def quoted_text(row: Any) -> str:
    return f"“{row}”"


def opinion_of(opinion: Any) -> str:
    return opinion.get_verdict_display()


def reason_of(report: Any) -> str:
    return f"“{report.get_reason_display()}”"


def passages_kept(ids: Iterable[int]) -> Mapping[int, str]:
    """How many passages each revision has: its text is not copied into the line."""
    revisions = Passage.objects.filter(revision__in=list(ids)).values_list("revision_id", flat=True)
    counts: dict[int, int] = {}
    for revision in revisions:
        counts[revision] = counts.get(revision, 0) + 1
    return {revision: f", {count} passages" for revision, count in counts.items()}


AUDITED = {
    Question: Audited(besides=(*OWN_ACCOUNT, "current", "library_name")),
    Option: Audited(under="question", besides=("question",), called="option", name=quoted_text),
    DraftCitation: Audited(
        under="question", besides=("question",), called="citation", name=cited_words, labels=PLACE
    ),
    QuestionVersion: Audited(
        under="question",
        only=("number", "points"),
        called="version",
        added="published as version {number}",
    ),
    QuestionSet: Audited(besides=("library_digest",)),
    Topic: Audited(),
    Point: Audited(besides=OWN_ACCOUNT),
    Side: Audited(under="point", besides=("point",), called="side", name=quoted_text),
    SidePassage: Audited(under="side.point", besides=("side", "same_as"), called="passage", name=cited_words),
    Article: Audited(besides=(*OWN_ACCOUNT, "current")),
    Revision: Audited(
        under="article",
        only=("number", "wording"),
        called="revision",
        name=lambda revision: str(revision.number),
        added="revision {number} stored: {wording}{more}",
        more=passages_kept,
    ),
    Quiz: Audited(besides=("is_practice", "library_name"), labels=SHOWS, unless=attrgetter("is_practice")),
    DrawRule: Audited(under="quiz", besides=("quiz",), called="draw", name=quoted_text),
    FeedbackBand: Audited(under="quiz", besides=("quiz",), called="feedback", name=str),
    ExtraTime: Audited(
        under="quiz",
        besides=("quiz",),
        called="extra time for",
        person="student_id",
        added="extra time for {name}: {minutes} minutes",
    ),
    Correction: Audited(
        under="question",
        besides=("question", "version_ids", "token", "made_by", "made_at"),
        called="correction",
        name=quoted_text,
    ),
    Opinion: Audited(under="question", only=("verdict", "comment"), called="opinion", name=opinion_of),
    Report: Audited(
        under="slot.version.question", only=("reason", "outcome"), called="report", name=reason_of
    ),
    Classroom: Audited(seen_by=taught_by),
    Assignment: Audited(
        under="classroom",
        besides=("classroom", "created_by", "created_at"),
        called="assignment",
        name=quoted_text,
    ),
    Allowance: Audited(
        under="assignment.classroom",
        besides=("assignment",),
        called="exception for",
        person="student_id",
    ),
    Teaching: Audited(under="classroom", besides=("classroom",), called="teacher", person="teacher_id"),
    Membership: Audited(
        under="classroom",
        besides=("classroom",),
        called="student",
        person="student_id",
        personal=("name",),
    ),
}
NAMED_WITH = {Passage: ("revision__article",), DraftCitation: ("passage",), SidePassage: ("passage",)}

WORK = "a student's own work: it is what was asked and given, and keeps its own times"
STUDY = "a student's own cards, which nobody else sees"
COUNTED = "counted by the program from the answers, and held against them by check_integrity"
NOT_AUDITED = {
    Answer: WORK,
    Remark: "written for each slot whose marking a correction changes; the correction has its line",
    Reminder: "that the program sent a letter",
    Attempt: WORK,
    Slot: WORK,
    Card: STUDY,
    Deck: STUDY,
    Learner: STUDY,
    Note: STUDY,
    Review: STUDY,
    Citation: "copied from the drafts when a version is published; the version has its line",
    Passage: "comes with its revision and never changes; the revision has its line",
    Placement: "found by the program, not written by anybody",
    **dict.fromkeys(
        [
            CertaintyTally,
            GivenTally,
            MarkTally,
            OptionTally,
            QuestionTally,
            QuizStamp,
            TopicTally,
            TotalTally,
            VersionTally,
        ],
        COUNTED,
    ),
}
