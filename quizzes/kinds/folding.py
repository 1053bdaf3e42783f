"""Text made comparable: two ways of typing the same words fold to the same string."""

import re
import unicodedata

QUOTES = dict.fromkeys(map(ord, "‘’‚‛′´`ʼ‹›"), "'") | dict.fromkeys(map(ord, "“”„‟″«»"), '"')
MINUS = "\N{MINUS SIGN}"
LINE_SPACE = "\t\n\r"
QUOTED_LENGTH = 40


def cleaned(text: str) -> str:
    """The text without outer blanks and without characters that no store takes (NUL, lone surrogates)."""
    return "".join(mark for mark in text if not is_unstorable(mark)).strip()


def is_unstorable(mark: str) -> bool:
    return unicodedata.category(mark) in ("Cc", "Cs") and mark not in LINE_SPACE


def is_dash(mark: str) -> bool:
    return mark == MINUS or unicodedata.category(mark) == "Pd"


def fold(text: str, match_case: bool = False) -> str:
    """Equal for texts that differ only in Unicode form, dashes, quotes, blanks and (usually) case."""
    return fold_inner(text, match_case).strip()


def fold_inner(text: str, match_case: bool = False) -> str:
    """`fold` for a piece from the middle of a text, whose outer blanks count."""
    # Quotes go first: NFKC would take the acute accent, which many type as a quote, apart.
    text = unicodedata.normalize("NFKC", straightened(text))
    if not match_case:
        # Casefolding can leave Unicode's normal form, so the form is made again.
        text = unicodedata.normalize("NFKC", text.casefold())
    return re.sub(r"\s+", " ", straightened(text))


def straightened(text: str) -> str:
    """Dashes as "-", quotes straight, and nothing that prints no mark, such as zero-width spaces."""
    return "".join(
        "-" if is_dash(mark) else mark for mark in text.translate(QUOTES) if not is_invisible(mark)
    )


def is_invisible(mark: str) -> bool:
    return unicodedata.category(mark) == "Cf" or is_unstorable(mark)


def one_line(text: str) -> str:
    return " ".join(text.split())


def quoted(text: str) -> str:
    """The text in quotation marks on one line, short enough for a sentence."""
    line = one_line(text)
    return f'"{line}"' if len(line) <= QUOTED_LENGTH else f'"{line[:QUOTED_LENGTH]}…"'


def listed(words: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
