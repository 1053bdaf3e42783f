"""A correction proposed, made, and taken back: what it would do, and that it does just this."""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import F

from core.chunks import chunks
from core.models import User
from core.turns import write_in_turn
from quizzes.attempts import corrected, counted, remarking
from quizzes.attempts.models import Attempt
from quizzes.attempts.remarking import Remarked
from quizzes.attempts.remarks import Remark
from quizzes.bank.changes import Change, corrected_by, keys_after
from quizzes.bank.corrections import Correction, asked
from quizzes.bank.models import QuestionVersion
from quizzes.kinds.kind import Refusal


@dataclass(frozen=True)
class Proposal:
    """A correction to be made or taken back, and every marking that changes by it."""

    correction: Correction
    takes_back: bool
    found: Sequence[Remarked]

    @cached_property
    def digest(self) -> str:
        """The same for the same effects: so what is done is what was seen."""
        rows = [
            (one.row["slot"], astuple(one.before), astuple(one.after), one.mark_before) for one in self.found
        ]
        return hashlib.sha256(json.dumps(sorted(rows)).encode()).hexdigest()

    @cached_property
    def finished(self) -> list[Remarked]:
        return [one for one in self.found if one.row["finished_at"] is not None]

    @property
    def running_count(self) -> int:
        return len(self.found) - len(self.finished)

    @property
    def worse_count(self) -> int:
        return sum(one.is_worse for one in self.finished)

    @property
    def grouped(self) -> list[tuple[tuple[float, float, float, float], int]]:
        """How many go from which mark to which, most first."""
        steps = Counter(
            (one.mark_before, one.out_of_before, one.mark_after, one.out_of_after) for one in self.finished
        )
        return steps.most_common()

    @property
    def attempt_ids(self) -> list[int]:
        return sorted({one.attempt_id for one in self.found})


class Overtaken(Exception):
    """Marks changed since the effects were shown. The argument is the proposal as it is now."""


def proposed(correction: Correction) -> Proposal:
    changes = [*Correction.objects.standing().changes(), correction.change]
    return Proposal(correction, False, effects(correction, changes))


def proposed_back(correction: Correction) -> Proposal:
    changes = Correction.objects.standing().exclude(pk=correction.pk).changes()
    return Proposal(correction, True, effects(correction, changes))


def effects(correction: Correction, changes: Sequence[Change]) -> list[Remarked]:
    asking = remarking.asking(correction.version_ids)
    return remarking.effects(asking, correction.version_ids, changes)


def problem(correction: Correction) -> str:
    """Why it cannot be made, in a sentence; empty when it can."""
    versions = list(QuestionVersion.objects.filter(pk__in=correction.version_ids))
    if not versions:
        return "No version of the question is chosen. Choose those it shall hold for."
    earlier = correction.question.corrections.standing().changes()
    change, is_new = correction.change, False
    for version in map(asked, versions):
        key = keys_after(version, earlier)[-1]
        after = corrected_by(version, key, change, earlier)
        if isinstance(after, Refusal):
            return after.sentence
        is_new = is_new or after != key
    told = [one.told for one in correction.question.corrections.standing() if one.what == correction.what]
    if not is_new and (correction.corrects_key or correction.told in told):
        return "That is so already: it would change nothing."
    return ""


def make(correction: Correction, *, at: datetime, seen: str) -> Correction:
    """Keep the correction and mark anew, all or nothing; a second time it is the one that was made.

    Raises Overtaken when what it does is not what `seen`, the digest of a proposal, says.
    """
    with write_in_turn():
        lock(correction.version_ids)
        if made := Correction.objects.filter(token=correction.token).first():
            return made
        proposal = proposed(correction)
        if proposal.digest != seen:
            raise Overtaken(proposal)
        correction.made_at = at
        correction.save(force_insert=True)
        carry_out(proposal, at)
    return correction


def take_back(correction: Correction, *, by: User, at: datetime, seen: str) -> bool:
    """Bring the marks to what the other corrections make of them; whether it still stood. Raises Overtaken."""
    with write_in_turn():
        lock(correction.version_ids)
        proposal = proposed_back(correction)
        if not Correction.objects.standing().filter(pk=correction.pk).exists():
            return False
        if proposal.digest != seen:
            raise Overtaken(proposal)
        correction.take_back(by=by, at=at)
        carry_out(proposal, at)
    return True


def lock(version_ids: Collection[int]) -> None:
    """Let no new attempt ask these versions, and no attempt that does take anything in, until this transaction ends.

    An answer that was marked meanwhile by the key of before is refused by its attempt's `remarkings`, and marked again.
    """
    versions = QuestionVersion.objects.select_for_update().filter(pk__in=version_ids).order_by("pk")
    list(versions.values_list("pk"))
    # By their ids, for a store whose counts of rows are old goes through all attempts once for each of them.
    for some in chunks(remarking.asking(version_ids), remarking.AT_ONCE):
        attempts = Attempt.objects.filter(pk__in=some)
        # In one order, so that two corrections do not wait for each other in a circle.
        list(attempts.select_for_update(no_key=True).order_by("pk").values_list("pk"))
        attempts.update(remarkings=F("remarkings") + 1)


def carry_out(proposal: Proposal, at: datetime) -> None:
    with counted.changing(proposal.attempt_ids):
        remarking.store(Attempt.objects.all(), proposal.found)
    Remark.objects.bulk_create(
        [remark(proposal, one, at) for one in proposal.finished], batch_size=remarking.AT_ONCE
    )
    corrected.tell(proposal.correction, proposal.attempt_ids, at)


def remark(proposal: Proposal, one: Remarked, at: datetime) -> Remark:
    return Remark(
        correction=proposal.correction,
        slot_id=one.row["slot"],
        at=at,
        is_taken_back=proposal.takes_back,
        credit_before=one.before.credit,
        credit_after=one.after.credit,
        fraction_before=one.before.fraction,
        fraction_after=one.after.fraction,
        points_before=one.before.points,
        points_after=one.after.points,
        mark_before=one.mark_before,
        mark_after=one.mark_after,
        out_of_before=one.out_of_before,
        out_of_after=one.out_of_after,
    )
