"""What one line of an article shows by itself, wherever it stands: a date, a byline, a photo credit, a "share this".

Nothing here knows a publisher or a name. The furniture is English; the shapes hold for other languages too.
Where a line says nothing, its place decides: see sorting.py.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

STRAIGHT = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})
QUOTES = "\"'“”‘’«»„‹›"
CLOSERS = QUOTES + " )]}*_"
# White space, and what takes no room at all: byte order marks, joiners.
BLANKS = "".join(map(chr, [*range(9, 14), *range(28, 33), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200E)]))
BLANKS += "\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
FOOTNOTES = re.compile(r"(?:\s?\[\w{1,3}\])+$")
INITIALISM = re.compile(r"\b(?:[A-Z]\.){2,}$")
SPEECH = re.compile(
    r"""["”’»],? .*\b(?:said|says|asked|asks|added|told|replied|answered|wrote|explained|insisted)\b"""
)
LIST_MARK = re.compile(r"(?:[-*+•‣◦▪·–—]|\(?(?:\d{1,3}|[A-Za-z])[.)])\s+\S")
SPEAKER = re.compile(r"[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3}: ")


class Role(StrEnum):
    TITLE = "title"
    HEADING = "heading"
    BODY = "body"
    CAPTION = "caption"
    CREDIT = "credit"
    BOILERPLATE = "boilerplate"


def trim(text: str) -> str:
    return text.strip(BLANKS)


def fold(text: str) -> str:
    """The text without what copies change: case, curly quotes, kinds of dash, runs of white space."""
    return " ".join(text.translate(STRAIGHT).casefold().split())


@dataclass(frozen=True)
class Line:
    """One line of an article, or one paragraph of a page.

    `settled` is the role a page's markup leaves no doubt about; `likely` (body or heading) is what its tag
    says it is, unless its words say furniture. Pasted text has neither.
    """

    text: str
    after_blank: bool = True
    settled: Role | None = None
    likely: Role | None = None

    @cached_property
    def folded(self) -> str:
        return fold(self.text)

    @cached_property
    def words(self) -> int:
        return len(self.text.split())

    @cached_property
    def end(self) -> str:
        """The last sign that is not a footnote mark, a quotation mark or a bracket."""
        return FOOTNOTES.sub("", self.text[-200:]).rstrip(CLOSERS)[-1:]

    @cached_property
    def is_abbreviation_at_end(self) -> bool:
        return self.words <= 12 and bool(INITIALISM.search(self.text[-20:]))

    @cached_property
    def ends_sentence(self) -> bool:
        return bool(self.end) and self.end in ".!?…。！？؟।" and not self.is_abbreviation_at_end

    @cached_property
    def is_quoted(self) -> bool:
        return self.text[0] in QUOTES

    @cached_property
    def is_speech(self) -> bool:
        ends_spoken = self.text[-1] in QUOTES and not self.is_quoted_whole
        return self.is_quoted and (ends_spoken or bool(SPEECH.search(self.text[:400])))

    @cached_property
    def is_quoted_whole(self) -> bool:
        """A few quoted words that are no sentence: papers put these over a section."""
        return self.is_quoted and self.text[-1] in QUOTES and self.words <= 10 and not self.ends_sentence

    @cached_property
    def leads_on(self) -> bool:
        """Breaks off where a sentence, a quotation or a list is to follow."""
        return self.words >= 3 and self.end in {":", ",", ";"}

    @cached_property
    def asks(self) -> bool:
        """A short question that nobody in the text is speaking: the shape of a heading."""
        is_short = self.words <= 12 and (self.words > 1 or self.end == "？")
        return self.end in {"?", "？"} and is_short and not (self.is_quoted or SPEAKER.match(self.text))

    @cached_property
    def is_numeral(self) -> bool:
        """Only a number, as over the sections of an essay."""
        return bool(re.fullmatch(r"(?:[IVXLC]+|\d{1,2})\.?", self.text))

    @cached_property
    def is_prose(self) -> bool:
        if self.likely:
            return self.likely is Role.BODY
        is_long = self.words > 16 or len(self.text) > 110
        return (
            is_long
            or self.is_speech
            or self.leads_on
            or (self.ends_sentence and not self.asks and not self.is_numeral)
        )

    @cached_property
    def is_listed(self) -> bool:
        return bool(LIST_MARK.match(self.text))

    @cached_property
    def could_be_title(self) -> bool:
        """Headlines run on longer than headings, and may ask or exclaim; they do not end like a statement."""
        calls_out = self.end in {"?", "!", "？", "！"} and self.words <= 14
        is_open = not self.ends_sentence and not self.leads_on and not self.is_listed
        return not self.likely and (calls_out or (is_open and self.words <= 25 and len(self.text) <= 180))

    @cached_property
    def could_be_heading(self) -> bool:
        is_short = self.words <= 14 and len(self.text) <= 100
        is_named_list = self.end == ":" and self.words <= 2
        starts_well = (
            not self.text[0].islower()
            and self.is_quoted == self.is_quoted_whole
            and any(sign.isalpha() for sign in self.text)
        )
        return is_short and starts_well and (self.end not in {":", ",", ";"} or is_named_list)


# What one line shows by itself.


def words(several: str) -> frozenset[str]:
    return frozenset(several.split())


MONTHS = "january february march april may june july august september october november december"
DATE_WORDS = words(
    f"{MONTHS} jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday "
    "sunday mon tue tues wed thu thur thurs fri sat sun published updated posted modified last first date dated on "
    "at of am pm a p m t z gmt utc est edt et cst cdt pst pdt pt bst cet cest ist st nd rd th ago second seconds "
    "minute minutes min mins hour hours hr hrs day days week weeks month months year years read"
)
CREDIT_WORDS = words(
    "a an and at by de del der di in of for from la le the to van von with bin al el & contributed contributing "
    "contributor contributors reporting report reported editing edited writing written additional compiled staff "
    "writer writers reporter reporters correspondent correspondents editor editors columnist journalist special "
    "photographer posted published updated on words text photo photos photography photographs image picture credit "
    "courtesy story this"
)
LABELS = words(
    "home menu search log login sign in register account news top story stories breaking latest world international "
    "national local regional politics business economy markets money sport sports opinion comment culture arts "
    "entertainment lifestyle life health science technology tech environment climate education travel food style "
    "video videos photos gallery podcast podcasts live section sections category analysis feature features blog "
    "blogs article articles us contact about print email save close and the share tweet facebook twitter x whatsapp "
    "linkedin pinterest reddit telegram instagram youtube messenger comments"
)


def phrases(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


ITEMS = r"(?:news|stor(?:y|ies)|articles?|posts?|headlines?|content|links?|topics?|coverage|reading|videos?|items?|pages?)"
# Furniture that stands alone: the article goes on after it.
NOTICES = phrases(
    r"(?:page )?\d{1,3}(?: of \d+)?",
    r"\W*(?:paid )?(?:ads?|advertisements?|sponsored|promoted)(?: content| by [^.,]{1,30})?(?: ?[-|:] ?.{0,60}|\W+scroll.{0,60})?",
    r"(?:article|story|text)? ?continues? (?:reading )?(?:below|after).{0,60}",
    r"(?:continue reading|skip (?:to|past|the|ad)|jump to|scroll (?:down|to|for)|back to top|loading)\b.{0,60}",
    r"(?:tap|click) (?:here|on|to)\b.{0,80}",
    r"share(?: (?:this|on|via|the (?:article|story|post)|options|full article)\b.{0,60})?|shares?:?(?: ?\d+)?|tweet|pin it|copy link|print this.{0,30}|comments off",
    r"(?:follow (?:us|me)|like us|find us|follow @|join us on|join our)\b.{0,100}",
    r"(?:please )?(?:subscribe|sign up|sign in|log in|register)(?: (?:now|today|here|to|for|and|with)\b.{0,140})?",
    r"[^.]{0,80}[?!] (?:sign up|subscribe)\b.{0,80}",
    r"get (?:the|our|more) .{0,80}(?:in your inbox|newsletters?|app)\b.{0,40}",
    r"(?:sign up .{0,60}|enter your email.{0,60}|newsletters?(?: sign-?up)?)",
    r"(?:this (?:site|website|page) uses|we use|we and our partners use|accept(?: all)?|manage|about) .{0,40}cookies\b.{0,200}",
    r"cookie (?:policy|settings|preferences|notice|consent)",
    r"(?:privacy policy|terms (?:of (?:use|service)|and conditions)).{0,60}",
    r"(?:read|see|watch|listen|more|also read|related|see also|don't miss)(?: more| also| next| now)? ?[:|>»] ?.{1,160}",
    r"(?:read|see|learn|find out) more(?: (?:about|on|at|from|here|in)\b.{0,80}| .{0,40}(?:news|stories|articles|coverage))",
    r"(?:view (?:all|more|gallery)|show (?:more|less))\b.{0,40}",
    r"(?:listen to this (?:article|story)|play (?:video|audio)|watch (?:video|now)|photo gallery|(?:enlarge|view) (?:this )?image|(?:toggle|hide) caption)",
    r"from \w+, the free encyclopedia|this article needs .{0,160}",
    r"[\d,.]+k? (?:views?|shares?|likes?|reads?)|estimated reading time.{0,30}|reading time.{0,30}",
    r"(?:filed under|tags?|tagged|categor(?:y|ies)|topics?|posted in|keywords)(?: ?:.{0,200}| with .{0,100})",
    r"(?:home|news)(?: ?[>»/›|] ?[^>»/›|.]{1,60})+",
    r"(?:end|ends|-?30-?)",
)
# Furniture that opens a list of neighbours.
OPENERS = phrases(
    rf"related(?: {ITEMS}| to this {ITEMS})*",
    rf"(?:latest|recent|top|popular|featured|trending)(?: {ITEMS}| posts| comments)+|latest|trending(?: now)?|recommended(?: for you| {ITEMS})?",
    rf"more (?:{ITEMS}|on this|like this|from\b.{{1,40}}|in [\w ]{{1,20}})(?: {ITEMS})?",
    r"most (?:read|popular|viewed|shared|watched|commented)\b.{0,30}",
    r"(?:read|see|view|watch) (?:more|also|next)|also (?:read|see|on .{1,30})|read on|up next|what to read next|don't miss",
    r"you (?:may|might|'ll) (?:also )?(?:like|love|enjoy|be interested in).{0,20}|editor'?s'? (?:picks?|choice)",
    rf"\W*(?:previous|next|prev|older|newer)(?: {ITEMS})?\W*|(?:previous|next) {ITEMS} ?[:>»-].{{0,160}}|in this (?:article|section)",
    r"(?:see also|external links|references|further reading|bibliography|footnotes|works cited)(?: ?\[edit\])?",
)
# Furniture that stands where an article is over.
CLOSINGS = phrases(
    r"(?:leave|post|add|write) a (?:reply|comment|response).{0,60}|cancel reply|post comment|reply",
    r"(?:view |show |see |all )*comments?(?: ?\(?\d+\)?)?|\(?\d+\)? (?:comments?|repl(?:y|ies)|responses?|thoughts on .{1,120})",
    r"join the (?:conversation|discussion).{0,40}|(?:comments are|commenting is) (?:now )?closed.{0,60}",
    r".{0,60}email address will not be published.{0,80}|.{0,20}required fields.{0,40}|save my name.{0,120}",
    r"how useful was (?:this|the) (?:article|post|page|story|content|information)\W*|(?:was|did you find) this (?:article|post|page|story|helpful|useful).{0,40}|rate this.{0,40}",
    r"click on a star.{0,60}|average rating.{0,60}|vote count.{0,40}|(?:.{0,40}\b)?be the first to (?:rate|comment|like|share|vote).{0,60}",
    r"(?:copyright|©|\(c\))\W*(?:\(c\)\W*)?(?:\d{4}|by ).{0,240}|copyright ©.{0,240}|.{0,80}\ball rights reserved\W*(?:this .{0,200})?",
    r"this (?:material|content|article|story).{0,60} may not be (?:published|reproduced|republished|copied).{0,200}",
    r"this (?:article|story|post|piece|essay|column).{0,30} (?:originally|first) (?:appeared|published|ran|posted).{0,160}",
    r"(?:republished|reprinted|reproduced) (?:with|by|from|under)\b.{0,160}|to see more, visit.{0,100}|powered by .{1,60}",
    r"read the (?:original|full) (?:article|story|post).{0,80}|(?:source|via) ?: .{1,120}",
    r"(?:about|meet|more about) (?:the|this|our) (?:authors?|writers?|site|website|newsroom)|about us|contact us.{0,60}|author bio",
    r"(?:report an error|report a typo|send us a (?:tip|correction)|support (?:our|independent) journalism).{0,120}|donate(?: now)?",
)

NAME = r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,4}"
PICTURE = (
    r"(?i:photo(?:graph)?s?|images?|pictures?|illustration|graphic|screenshot|handout|courtesy|pool|video)"
)
CAPTION_START = phrases(
    r"(?i:file(?: photo| image| picture)?) ?[-–—:] ?\S",
    r"(?i:photo|picture|image|caption|pictured|figure|fig\.?|illustration|map|chart|above|below)(?: \d+[a-z]?)?\s?[:|.–—] ?\S",
    r"In this (?:[\w.,]+ ){0,6}(?:photo|image|picture|frame grab|screenshot),? (?:provided|released|taken|made|issued|posted)\b",
)
PHOTO_CREDIT = phrases(
    rf"\((?=[^()]* [^()]*\)$)[^()]*\b(?:{PICTURE}|via(?= [A-Z]))\b[^()]*\)$",
    rf"\({NAME}(?:, [^()/]*)?\s?/\s?[A-Z][^()]*\)$",
    rf"(?:^(?=[^/]* )|[.!?…][\"'”’)]*)\s*{NAME}(?:\s?/\s?{NAME})+\.?$",
    rf"(?:^|[.!?…][\"'”’)]*\s*|\s[|–—-]\s)(?:{PICTURE}|(?i:(?:photo |image |picture )?credits?))(?i: credits?)?(?i: ?:| by| courtesy of| of(?= [A-Z][\w.]+ [A-Z]))\s+(?:the )?[A-Z][^.]{{1,80}}\.?$",
    r"(?:^|[.!?…][\"'”’)]*\s*|\()©\s*\D[^.]{1,80}\.?\)?$",
)
POSED = re.compile(
    r"[A-Z][\w’'-]+,? (?:\((?:left|right|cent(?:er|re)|far left|far right)\)|(?:(?:far|second from) )?(?:left|right|cent(?:er|re)),)"
)
BYLINE = re.compile(r"\W*(?P<before>(?:[\w.:]+[ ,|]+){0,8}?)by:? (?!(?:the|a|an) )\S", re.IGNORECASE)
CONTRIBUTED = re.compile(
    r"\bcontributed (?:reporting )?(?:to|for) this (?:report|story|article|piece|dispatch)\b.{0,60}$"
)
REACHED = re.compile(
    r"\b(?:can be (?:reached|contacted)|follow (?:him|her|them)) (?:at|on|by|via) .{0,30}@\w"
)
PRODUCED = re.compile(
    r"\W*this (?:article|story|report|piece) was (?:written|reported|produced|translated|edited|compiled) by "
)
JOB = re.compile(
    rf"{NAME}(?: and {NAME})? ?[,|–—-] .*\b(?i:writer|reporter|correspondent|editor|columnist|journalist)s?$"
)
SIGNED = re.compile(rf"(?:—|--) ?(?=\S+ ){NAME}$")


def marker(line: Line) -> re.Pattern[str] | None:
    """The kind of furniture the line is, if it says so. Long lines and plain statements about furniture are not."""
    bare = line.folded.strip(" .:!*[]") or line.folded.strip()
    if len(bare) > 420:
        return None
    return next((kind for kind in (CLOSINGS, OPENERS, NOTICES) if kind.fullmatch(bare)), None)


def is_label(line: Line) -> bool:
    """Names sections of a site and nothing else, also where a copy has run the names together."""
    parts = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", line.text) if line.words <= 8 else []
    return bool(parts) and all(part.casefold() in LABELS for part in parts)


LONGEST_DATE = 120


def tokens(line: Line) -> list[str]:
    return re.findall(r"[^\W\d]+|\d+", line.folded) if len(line.text) <= LONGEST_DATE else []


# "MARROW, 3 June 2021": a day is needed, for "Marrow, 1998" may head a chronicle.
PLACE_OF_DATELINE = re.compile(rf"{NAME}, (?=.*\b\d{{1,2}}\b.*\b\d{{4}}\b)")


def is_date(line: Line) -> bool:
    """Only a date, a time, or an age: where and when the page was put up, which no reader quotes."""
    place = PLACE_OF_DATELINE.match(line.text[:LONGEST_DATE])
    parts = tokens(Line(line.text[place.end() :]) if place else line)
    return any(map(str.isdigit, parts)) and all(part.isdigit() or part in DATE_WORDS for part in parts)


def is_imprint(line: Line) -> bool:
    """When and where a page was put up, with more than the date: "Posted by admin on 3 June 2021 in Life"."""
    parts = tokens(line)
    return (
        parts[:1] in (["posted"], ["published"], ["updated"])
        and not line.ends_sentence
        and any(map(str.isdigit, parts))
    )


def is_period(line: Line) -> bool:
    """A year, a span of years or a month: chronologies use these as headings."""
    parts = [part for part in tokens(line) if part not in MONTHS.split()]
    return 1 <= len(parts) <= 2 and all(part.isdigit() and len(part) == 4 for part in parts)


def is_caption(line: Line) -> bool:
    """Describes a picture: it starts as captions do, or somebody is credited with the picture at its end."""
    if CAPTION_START.match(line.text) and line.words > 3:
        return True
    if len(line.text) <= 400 and POSED.search(line.text) and not line.is_speech:
        return True
    credit = PHOTO_CREDIT.search(line.text[-200:])
    return bool(credit) and len(credit.group()) < len(line.text) - 8


def names_only(text: str) -> bool:
    """Nothing but names, dates and the small words between them."""
    words = [word.strip(".,;:()|/–—-&") for word in text.split()]
    return all(not word or not word[0].islower() or word.casefold() in CREDIT_WORDS for word in words)


def is_byline(line: Line) -> bool:
    """Says "by" with nothing before it but dates and words for the work, and two capitalised words or more after."""
    by = BYLINE.match(line.text) if line.words <= 40 and names_only(line.text) else None
    if not by:
        return False
    before = re.findall(r"[^\W\d]+", by["before"].casefold())
    named = [word for word in line.text[by.end() - 1 :].split() if word[0].isupper()]
    return len(named) >= 2 and all(word in CREDIT_WORDS | DATE_WORDS for word in before)


def is_credit(line: Line) -> bool:
    """Names who wrote, helped or took the picture, and says nothing else."""
    if len(line.text) > 500:
        return False
    if (
        REACHED.search(line.folded)
        or CONTRIBUTED.search(line.folded)
        or PRODUCED.match(line.folded)
        or SIGNED.match(line.text)
    ):
        return True
    helped = line.folded.rstrip(" .)").endswith("contributed")
    return is_byline(line) or (
        names_only(line.text) and bool(helped or JOB.match(line.text) or lone_credit(line))
    )


def lone_credit(line: Line) -> bool:
    """The photographer alone; with a description before the name it is a caption."""
    return bool(PHOTO_CREDIT.match(line.text))


def spoken_for(line: Line) -> Role | None:
    """The role a line shows by itself, wherever it stands."""
    if line.settled:
        return line.settled
    has_words = any(sign.isalnum() for sign in line.text)
    is_heading_of_a_day = line.likely is Role.HEADING or is_period(line)
    if not has_words or marker(line) or (is_date(line) and not is_heading_of_a_day):
        return Role.BOILERPLATE
    if is_credit(line):
        return Role.CREDIT
    if is_imprint(line):
        return Role.BOILERPLATE
    return Role.CAPTION if is_caption(line) else None
