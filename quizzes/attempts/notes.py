"""What a student reads of corrections in a review, as far as the quiz lets it show."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from quizzes.attempts.disclosure import Disclosure
from quizzes.attempts.remarks import Remark
from quizzes.attempts.slot import Slot
from quizzes.bank.corrections import Correction


@dataclass(frozen=True)
class Note:
    """One correction of a question. `told` and `reason` speak of the key, and `remark` of marks: each may be missing."""

    at: datetime
    is_taken_back: bool
    told: str
    reason: str
    remark: Remark | None

    @property
    def changes_points(self) -> bool:
        """Whether the marks to be had became fewer or more."""
        return self.remark is not None and self.remark.out_of_before != self.remark.out_of_after


def notes_on(slots: list[Slot], shown: Disclosure) -> dict[int, list[Note]]:
    """By slot. What stands is told whether or not the mark changed: the key that shows is another than was asked by."""
    if not (shown.mark or shown.right_answer):
        return {}
    remarks: dict[tuple[int, int], list[Remark]] = defaultdict(list)
    for remark in Remark.objects.filter(slot__in=[slot.pk for slot in slots]):
        remarks[remark.correction_id, remark.slot_id].append(remark)
    wanted = {change.id for slot in slots for change in slot.evidence.changes}
    wanted |= {correction for correction, _ in remarks}
    if not wanted:
        return {}
    corrections = Correction.objects.in_bulk(wanted)
    return {
        slot.pk: [
            note
            for id in sorted(wanted)
            for note in notes_of(corrections[id], remarks[id, slot.pk], slot, shown)
        ]
        for slot in slots
    }


def notes_of(correction: Correction, remarks: list[Remark], slot: Slot, shown: Disclosure) -> list[Note]:
    """A correction as it was made, or the way back where there was one; nothing where it does not concern the slot."""
    if slot.version_id not in correction.version_ids or not (remarks or correction.is_standing):
        return []
    is_back = not correction.is_standing
    remark = next((one for one in remarks if one.is_taken_back == is_back), None)
    if is_back and remark is None:
        return []
    speaks = shown.right_answer
    if not (speaks or remark):
        return []
    return [
        Note(
            correction.taken_back_at if is_back else correction.made_at,
            is_back,
            correction.told if speaks else "",
            correction.reason if speaks else "",
            remark if shown.mark else None,
        )
    ]
