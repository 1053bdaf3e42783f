"""The words of a text as questions are compared by: language-neutral, and nothing of Markdown or punctuation left."""

import re

from quizzes.kinds.folding import fold

# Letters of scripts that are written without blanks count one by one; a number keeps its decimals: 3.5, 1,000.
UNSPACED = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]"
WORD = re.compile(rf"\d+(?:[.,:]\d+)*|{UNSPACED}|(?:(?!{UNSPACED})[^\W\d_])+(?:'[^\W\d_]+)*")
LINK = re.compile(r"\]\([^)\s]*\)")


def words(text: str) -> list[str]:
    """In their order, folded. Emphasis, quotation marks and the addresses of links are no words."""
    text = LINK.sub("]", text)
    # Plain text, as most is, needs no folding: a bank of ten thousand questions is read in one go.
    return WORD.findall(text.lower() if text.isascii() else fold(text))


def is_number(word: str) -> bool:
    return word[:1].isdecimal()
