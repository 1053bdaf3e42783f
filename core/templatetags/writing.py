"""Markdown written by teachers, made safe to show. Builtin in every template."""

from functools import lru_cache
from typing import Any

import nh3
from django import template
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

register = template.Library()
MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable("image")
INLINE_TAGS = {"em", "strong", "code", "sub", "sup", "br", "s"}
TAGS = INLINE_TAGS | {"p", "ul", "ol", "li", "blockquote", "a", "pre", "hr"}


@register.filter
def markdown(text: Any) -> SafeString:
    """Paragraphs, lists, emphasis and links; everything else is shown as it was typed."""
    return in_paragraphs(str(text))


@register.filter
def inline_markdown(text: Any) -> SafeString:
    """Emphasis within a line; no links, since these lines stand inside labels and links."""
    return in_a_line(str(text))


# What is kept is known by its letters: a stored row is the same row when its words have changed.
@lru_cache(maxsize=4096)
def in_paragraphs(text: str) -> SafeString:
    return clean(MARKDOWN.render(text), TAGS)


@lru_cache(maxsize=4096)
def in_a_line(text: str) -> SafeString:
    return clean(MARKDOWN.renderInline(text), INLINE_TAGS)


def clean(html: str, tags: set[str]) -> SafeString:
    safe = nh3.clean(html, tags=tags, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"})
    return mark_safe(safe.strip())  # noqa: S308 - nh3 has just made it safe


@register.filter
def marks(value: float) -> str:
    """A mark as people write it: 4, 4½, 0.33, −6."""
    mark = round(abs(float(value)), 2)
    sign = "−" if value < 0 and mark else ""
    whole, rest = divmod(mark, 1)
    if rest == 0.5:
        return f"{sign}{whole:.0f}½" if whole else f"{sign}½"
    return sign + f"{mark:.2f}".rstrip("0").rstrip(".")
