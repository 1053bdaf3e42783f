"""An article's text as a teacher edits it: a paragraph a passage, and a role named where it is no body.

title: Talks end without a result

The delegations met on Monday.

caption: The hall on Monday morning.
"""

import re
from collections.abc import Iterable

from quizzes.articles.blocks import Block, Problem, numbered
from quizzes.articles.shapes import Role

NAMED = tuple(role for role in Role if role is not Role.BOILERPLATE)
LEAD = re.compile(rf"\s*({'|'.join(role.value for role in NAMED)})\s*:\s*", re.IGNORECASE | re.ASCII)
PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n\s*")


def written(blocks: Iterable[tuple[Role, str]]) -> str:
    """The blocks as text; `read` gives them back, but for line breaks within one."""
    return "\n\n".join(paragraph(role, text) for role, text in blocks)


def paragraph(role: Role, text: str) -> str:
    is_plain = role is Role.BODY and not LEAD.match(text)
    return text if is_plain else f"{role.value}: {text}"


def read(text: str) -> tuple[Block, ...] | Problem:
    """Numbered blocks; lines that follow each other without a blank one are one paragraph."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    blocks = numbered(block(part) for part in PARAGRAPH_END.split(plain) if part.strip())
    if not any(block.role is Role.BODY for block in blocks):
        return Problem(
            "The text has no body paragraph: leave at least one without a role before it, or write “body:” there."
        )
    return blocks


def block(paragraph: str) -> tuple[Role, str]:
    joined = " ".join(line.strip() for line in paragraph.split("\n") if line.strip())
    lead = LEAD.match(joined)
    return (Role(lead[1].lower()), joined[lead.end() :]) if lead else (Role.BODY, joined)
