"""Write a number, with or without its unit. Each accepted number has its own tolerance."""

import math
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from quizzes.kinds import answer_rows, numerals, putting_right, unchosen, units, wordless
from quizzes.kinds.drafting import (
    FEEDBACK,
    TEXT,
    credit_of,
    duplicate_problems,
    faults,
    feedback_by_id,
    settled,
)
from quizzes.kinds.folding import fold, listed, one_line, quoted
from quizzes.kinds.kind import (
    Column,
    Draft,
    DraftOption,
    Example,
    Face,
    Grade,
    Key,
    Outcome,
    Refusal,
    Shows,
    Unreadable,
)

UNIT = Column("unit", "Unit", "text", help="Shown after the field, such as hours.", default="")
UNITS = Column(
    "units",
    "Other units",
    "long_text",
    help="One a line: minutes = 1/60, the factor that leads to the unit.",
    default="",
)
UNIT_REQUIRED = Column("unit_required", "The unit must be written", "flag", default=False)
LANGUAGE = Column("language", "Numbers are written as in", "choice", choices=numerals.choices(), default="en")
TOLERANCE = Column("tolerance", "Tolerance", "number")
TOLERANCE_TYPE = Column(
    "tolerance_type",
    "Kind of tolerance",
    "choice",
    choices=(
        ("exact", "exact"),
        ("nominal", "plus or minus the tolerance"),
        ("relative", "plus or minus that part of the number, such as 0.05"),
        ("geometric", "by that part more or less, as a factor"),
    ),
    default="exact",
)

LABEL = "Numeric"
SUMMARY = "Students write a number; you may leave room around it and accept units."
SETTINGS = (UNIT, UNITS, UNIT_REQUIRED, LANGUAGE)
OPTION_COLUMNS = (TEXT, TOLERANCE, TOLERANCE_TYPE, answer_rows.CREDIT, FEEDBACK)
HAS_PARTIAL_CREDIT = True
READS_ARTICLE = False

# What binary fractions lose of a bound, as a part of it; so 0.3 - 0.1 does not refuse 0.2. It is never a
# fixed amount, which would take wrong answers for right ones where all numbers are tiny.
ROUNDING = 1e-14

BOUNDS = {
    "exact": lambda a, t: (a, a),
    "nominal": lambda a, t: (a - t, a + t),
    "relative": lambda a, t: (a - t * abs(a), a + t * abs(a)),
    "geometric": lambda a, t: tuple(sorted((a / (1 + t), a * (1 + t)))),
}
SHOWN = {
    "exact": lambda row, unit, say: f"{row['text']} {unit}",
    "nominal": lambda row, unit, say: f"{row['text']} ± {say(row['tolerance'])} {unit}",
    "relative": lambda row, unit, say: f"{row['text']} {unit} ± {say(row['tolerance'] * 100)}%",
    "geometric": lambda row, unit, say: f"{' to '.join(map(say, bounds(row)))} {unit}",
}

order = answer_rows.order
options = unchosen.options
chosen = unchosen.chosen
rights = unchosen.rights
guess = unchosen.guess
droppable = putting_right.droppable
without_option = putting_right.without_option
arranged = answer_rows.arranged
written = wordless.written


def problems(draft: Draft) -> list[str]:
    language = LANGUAGE.of(draft.settings)
    if language not in numerals.LANGUAGES:
        known = listed(list(numerals.LANGUAGES))
        return [
            f"The setting “{LANGUAGE.label}” has the unknown value {quoted(str(language))}. Choose among {known}."
        ]
    return [
        *answer_rows.row_problems(draft),
        *faults(answer_rows.PLACE, (number_of(option, language) for option in draft.options)),
        *faults(answer_rows.PLACE, (tolerance_of(option, language) for option in draft.options)),
        *duplicate_problems(draft.options, answer_rows.PLACE, lambda option: sameness(option, language)),
        *unit_problems(draft),
    ]


def number_of(option: DraftOption, language: str) -> float | Unreadable:
    if not fold(option.text):
        return Unreadable("the number is missing. Write it, or remove the row.")
    return numerals.read(option.text, language)


def tolerance_of(option: DraftOption, language: str) -> float | Unreadable:
    """The tolerance of a row; Unreadable, too, where it does not go with the row's number and its type."""
    written, kind = TOLERANCE.of(option.details), tolerance_type(option)
    if kind not in BOUNDS:
        return Unreadable(f"the kind of tolerance {quoted(kind)} is unknown. Choose {' or '.join(BOUNDS)}.")
    if written is None:
        return (
            0.0 if kind == "exact" else Unreadable(f"the tolerance is missing, which {kind} needs. Write it.")
        )
    tolerance = read_detail(written, language)
    if isinstance(tolerance, Unreadable):
        return Unreadable(f"the tolerance cannot be read. {tolerance.sentence}")
    return misplaced(tolerance, kind, number_of(option, language)) or tolerance


def misplaced(tolerance: float, kind: str, number: float | Unreadable) -> Unreadable | None:
    if tolerance < 0:
        return Unreadable(
            f"the tolerance {tolerance:g} is below 0. Write how far off an answer may be, as in 0.5."
        )
    if tolerance and kind == "exact":
        return Unreadable(
            f"the tolerance {tolerance:g} has no effect with exact. Choose nominal, or leave it empty."
        )
    if tolerance and kind != "nominal" and number == 0:
        return Unreadable(f"a {kind} tolerance of 0 leaves no room around the number 0. Choose nominal.")
    return None


def read_detail(written: Any, language: str) -> float | Unreadable:
    """A text as the question's language writes numbers; a number from a file or a form is past that."""
    return numerals.read(str(written), language if isinstance(written, str) else "en")


def tolerance_type(option: DraftOption) -> str:
    return str(TOLERANCE_TYPE.of(option.details)).strip()


def sameness(option: DraftOption, language: str) -> tuple[Any, ...] | None:
    number, tolerance = number_of(option, language), tolerance_of(option, language)
    if isinstance(number, Unreadable) or isinstance(tolerance, Unreadable):
        return None
    return number, tolerance, tolerance_type(option) if tolerance else ""


def unit_problems(draft: Draft) -> list[str]:
    unit, other = str(UNIT.of(draft.settings)).strip(), str(UNITS.of(draft.settings))
    _, found = units.read_lines(other, LANGUAGE.of(draft.settings))
    found += units.name_problems(unit, other)
    if not unit and (other or UNIT_REQUIRED.of(draft.settings)):
        found.append(
            "The setting “Unit” is empty, but units are asked for. Write the unit of the accepted answers."
        )
    if numerals.split(unit)[0]:
        found.append(
            f"The setting “Unit”, {quoted(unit)}, starts with a number. Begin it with a letter or a sign."
        )
    return found


def face(draft: Draft) -> Face:
    language = LANGUAGE.of(draft.settings)
    return {
        "stem": draft.stem,
        "unit": str(UNIT.of(draft.settings)).strip(),
        "units": units.read_lines(str(UNITS.of(draft.settings)), language)[0],
        "unit_required": UNIT_REQUIRED.of(draft.settings),
        "language": language,
    }


def key(draft: Draft) -> Key:
    language = LANGUAGE.of(draft.settings)
    return {
        "explanation": draft.explanation,
        "accepted": [accepted_row(option, language) for option in draft.options],
        "feedback": feedback_by_id(draft.options),
    }


def accepted_row(option: DraftOption, language: str) -> dict[str, Any]:
    return {
        "id": option.id,
        "text": option.text.strip(),
        "value": settled(number_of(option, language)),
        "tolerance": settled(tolerance_of(option, language)),
        "tolerance_type": tolerance_type(option),
        "credit": settled(credit_of(option, answer_rows.CREDIT)),
    }


def draft_of(face: Face, key: Key) -> Draft:
    settings = {
        UNIT.name: face["unit"],
        UNITS.name: units.written_lines(face["units"], face["language"]),
        UNIT_REQUIRED.name: face["unit_required"],
        LANGUAGE.name: face["language"],
    }
    stated = {
        column.name: settings[column.name] for column in SETTINGS if settings[column.name] != column.default
    }
    return Draft(face["stem"], key["explanation"], stated, answer_rows.options_of(key, tolerance_details))


def tolerance_details(row: Mapping[str, Any]) -> dict[str, Any]:
    if row["tolerance_type"] == TOLERANCE_TYPE.default:
        return {}
    return {TOLERANCE.name: row["tolerance"], TOLERANCE_TYPE.name: row["tolerance_type"]}


def read(face: Face, typed: Sequence[str]) -> dict[str, Any] | Unreadable:
    """{"value", "unit", "typed"}: the value in the question's unit, that unit, and what was written."""
    text = answer_rows.one_text(typed)
    if isinstance(text, Unreadable):
        return text
    number, rest = numerals.split(text)
    value = numerals.value(number or rest, face["language"])
    if isinstance(value, Unreadable):
        return value
    factor = read_unit(face, rest)
    if isinstance(factor, Unreadable):
        return factor
    if not math.isfinite(value * factor):
        return Unreadable(f"{quoted(text)} is too large to be read. Write a smaller number.")
    return {"value": value * factor, "unit": face["unit"], "typed": text}


def read_unit(face: Face, written: str) -> float | Unreadable:
    """The factor of the unit that follows a number."""
    if not written and not face["unit_required"]:
        return 1.0
    factor = units.factor_of(written, face["unit"], face["units"])
    if factor is not None:
        return factor
    known = " or ".join([face["unit"], *face["units"]])
    if not written:
        return Unreadable(f"The unit is missing. Write it after the number: {known}.")
    if any(mark.isdigit() for mark in written):
        return Unreadable("There is more than one number here. Write one only.")
    if not face["unit"]:
        return Unreadable(f"This answer takes no unit such as {quoted(written)}. Write the number alone.")
    return Unreadable(f"The unit {quoted(written)} is not known here. Write {known}.")


def grade(key: Key, given: Mapping[str, Any]) -> Grade:
    return answer_rows.first_match(key, lambda row: accepts(row, given["value"]))


def accepts(row: Mapping[str, Any], value: float) -> bool:
    low, high = bounds(row)
    guard = ROUNDING * min(max(abs(low), abs(high)), sys.float_info.max)
    return low - guard <= value <= high + guard


def bounds(row: Mapping[str, Any]) -> tuple[float, float]:
    return BOUNDS[row["tolerance_type"]](row["value"], row["tolerance"])


def right_answer(row: Mapping[str, Any], face: Face) -> str:
    """A row in words, such as `30 ± 2 hours`."""

    def say(number: float) -> str:
        return numerals.written(number, face["language"])

    shape = row["tolerance_type"] if row["tolerance"] else "exact"
    return SHOWN[shape](row, face["unit"], say).strip()


def said(face: Face, given: Mapping[str, Any]) -> str:
    return one_line(given["typed"])


def anonymous(face: Face, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """A number with a unit that is known here, however it was written: no words."""
    return given


def outcome(face: Face, key: Key, given: Mapping[str, Any] | None, shows: Shows) -> Outcome:
    right_answers = [right_answer(row, face) for row in answer_rows.full_credit_rows(key)]
    if given is None:
        return answer_rows.outcome(key, None, Grade(0.0), right_answers, shows)
    return answer_rows.outcome(key, given["typed"], grade(key, given), right_answers, shows)


def shape(face: Face) -> str:
    """Numbers are kept in the question's own unit."""
    return face["unit"]


def parts(face: Face, given: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    return [(said(face, given), given)]


def accepting(face: Face, key: Key, given: Mapping[str, Any]) -> Key | Refusal:
    """That very number, in whatever unit it was written."""
    if grade(key, given).credit == 1:
        return key
    exact = {"value": given["value"], "tolerance": 0.0, "tolerance_type": "exact"}
    return answer_rows.also(key, {"text": numerals.written(given["value"], face["language"]), **exact})


MARATHON = Draft(
    stem="About how long is a marathon?",
    explanation="It has been 42.195 km since 1921.",
    settings={"unit": "km", "units": "m = 1/1000\nmiles = 1.609344"},
    options=(
        DraftOption("a", "42.195", feedback="To the metre!"),
        DraftOption("b", "42", details={"tolerance": 1, "tolerance_type": "nominal"}),
        DraftOption("c", "42", details={"tolerance": 0.1, "tolerance_type": "relative", "credit": 0.5}),
        DraftOption("d", "26.2", feedback="That is in miles.", details={"credit": 0}),
    ),
)
ABSOLUTE_ZERO = Draft(
    stem="Wie kalt ist der absolute Nullpunkt?",
    settings={"unit": "°C", "unit_required": True, "language": "de"},
    options=(DraftOption("a", "-273,15", details={"tolerance": "0,2", "tolerance_type": "nominal"}),),
)
EXAMPLES = (
    Example(MARATHON, ("42.195",), 1.0),
    Example(MARATHON, ("42 195 m",), 1.0),
    Example(MARATHON, ("26.2 Miles",), 1.0),
    Example(MARATHON, ("40",), 0.5),
    Example(MARATHON, ("26.2",), 0.0),
    Example(MARATHON, ("100",), 0.0),
    Example(ABSOLUTE_ZERO, ("\N{MINUS SIGN}273 °c",), 1.0),
    Example(ABSOLUTE_ZERO, ("273,15 °C",), 0.0),
    Example(MARATHON, (), None),
    Example(MARATHON, ("forty-two",), None),
    Example(MARATHON, ("42,2",), None),
    Example(MARATHON, ("42 or 43",), None),
    Example(MARATHON, ("42 feet",), None),
    Example(MARATHON, ("1e999",), None),
    Example(ABSOLUTE_ZERO, ("-273,15",), None),
    Example(ABSOLUTE_ZERO, ("-273.15 °C",), None),
)
