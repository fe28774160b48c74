"""What a page sets between an article's lines or into one: links to other articles, players, galleries, highlights."""

import re
from collections.abc import Sequence

from analysis import tokens
from analysis.corpus.datelines import top_rule
from analysis.corpus.lines import Line, ends_a_sentence

_LINK = re.compile(
    r"(?:also read|read also|more|read more|read next|see also|also see|related(?: (?:stor(?:y|ies)|articles?|coverage))?"
    r"|watch(?: also)?|now watch|more on this|recommended|don[’']t miss)\s*[:|]\s*(?P<rest>.{0,250})"
    r"|\(? ?(?:photos?|cartoons?|also on \w+|video|watch|gallery):.{0,150}\)|photos:.{0,150}"
    r"|more on [^.:]{1,40}: ?.{1,200}(?<![.”\"])|more on this ?(?:\.\.\.|…) .{1,200}"
    r"|(?-i:Related Coverage [A-Z“‘\"'].{0,200}(?<!\.))"
    r"|\( [^()]{1,150}\)"  # a link alone in a bracket, before whose first word its mark-up has left a blank
    r"|just watched .{1,250} replay more videos .{0,10}must watch\b.{0,260}"  # a player: what was on and what is next
    r"|poster=\"https?://[^\s\"]+\".{0,250}",
    re.IGNORECASE,
)
_READ_MORE = re.compile(r".{10,220}[^\s.,;:] (?:Read more|READ MORE)")
_LONGEST_HEADLINE = 25  # words

_CAPTION = re.compile(r"\b[Hh]ide [Cc]aption (\d+) of (\d+)\b")
_GALLERY = re.compile(r"\W*(?:(?:photos?|gallery):|hide caption \d+ of \d+)", re.IGNORECASE)
_FARTHEST = 4  # lines from one caption of a gallery to its next
_HIGHLIGHTS = re.compile(r"(?:Story highlights|STORY HIGHLIGHTS)(?:\W*| [A-Z\d“‘\"'].{0,250})")
_MOST_HIGHLIGHTS = 5  # lines

# "Mayor Mira Halvers Mira (Mimi) HalversFerry is back Pier over budget MORE said": the name in full, headlines, MORE.
_NAME = r"[A-Z][\w.’'-]{0,30}[^\W\d_A-Z]"  # where all letters are capitals, nothing shows that two words are glued
_PART = r"(?:(?:[(“\"]?[A-Z][\w.’'-]{0,30}[)”\"]?,?|de|del|la|van|von|der|bin|al) )"  # of the name in full
_GLUED = r"(?=[A-Z\d“‘'\"(#$@])"
_HEADLINES = r"(?:(?! MORE\b).){10,700} MORE\b"
_TEASER = re.compile(
    rf"\b(?P<last>{_NAME})(?: (?:[JS]r\b\.?|I{{1,3}}\b))?(?P<glued> {_PART}{{0,6}}?(?P=last){_GLUED}{_HEADLINES})"
    rf"|\b(?P<first>{_NAME}) (?P<name>{_NAME})(?P<again> ?(?P=first) {_PART}{{0,5}}?(?P=name)(?:{_GLUED}| ){_HEADLINES})"
)


def link(text: str) -> str | None:
    """What a line that links to another article says of it; empty if its headline is still to come, None if the line
    is no link."""
    found = _LINK.fullmatch(text)
    if found and found["rest"] is not None:
        return found["rest"]
    return text if found or (text[-4:] in ("more", "MORE") and _READ_MORE.fullmatch(text)) else None


def may_be_linked(text: str) -> bool:
    """Whether a line after "Read also:" can be the other article's headline."""
    return tokens.count_words(text) <= _LONGEST_HEADLINE and not text.rstrip("\"'”’»)] ").endswith(".")


def teasers(text: str) -> list[tuple[int, int]]:
    """Where headlines of other articles stand inside a sentence: after a name, the name in full, headlines glued to it and
    the word MORE. The name before them is not part of it, nor is what follows MORE."""
    if " MORE" not in text:
        return []
    return [match.span("glued" if match["glued"] else "again") for match in _TEASER.finditer(text)]


def blocks(lines: Sequence[Line], headline: int) -> dict[int, str]:
    """The rule for each line, by its place, that a page sets there together with others: credit for a gallery's
    captions, furniture for highlights, which are the lines below "Story highlights" that end no sentence."""
    found = dict.fromkeys(_galleries(lines) - {headline}, "credit")
    for place, line in enumerate(lines):
        if place != headline and line.text[:5] in ("Story", "STORY") and _HIGHLIGHTS.fullmatch(line.text):
            found[place] = "furniture"
            for below in range(place + 1, min(place + _MOST_HIGHLIGHTS, len(lines))):
                if below == headline or not _may_be_highlight(lines[below].text):
                    break
                found[below] = "furniture"
    return found


def _may_be_highlight(text: str) -> bool:
    return not (ends_a_sentence(text) or top_rule(text)) and tokens.count_words(text) <= _LONGEST_HEADLINE


def _galleries(lines: Sequence[Line]) -> set[int]:
    """Lines with captions that say "Hide Caption 1 of 5", those between them, and the title before them.

    The first must begin as a gallery does, or follow its title; after the last caption the page's part ends.
    """
    found: set[int] = set()
    opened, total = -_FARTHEST, ""  # where the gallery's last caption stands, and of how many
    for place, line in enumerate(lines):
        captions = list(_CAPTION.finditer(line.text)) if "aption" in line.text else []
        if not captions:
            continue
        last = captions[-1]
        goes_on = captions[0][2] == total and place - opened < _FARTHEST
        titled = place > 0 and _begins_gallery(lines[place - 1].text)
        whole = last[1] != last[2] or not re.search(r"\w", line.text[last.end() :])
        if whole and (goes_on or titled or _begins_gallery(line.text)):
            found.update(range(opened + 1 if goes_on else place - titled, place + 1))
            opened, total = (place, last[2]) if last[1] != last[2] else (-_FARTHEST, "")
    return found


def _begins_gallery(text: str) -> bool:
    return _GALLERY.match(text) is not None
