"""Take what is not the article's prose out of a text, and write down each intervention."""

import difflib
import itertools
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from analysis import tokens
from analysis.corpus import datelines, inserts
from analysis.corpus.anchors import Anchors, edit
from analysis.corpus.furniture import SKIP_LINK, page_rule
from analysis.corpus.lines import Intervention, Line, ends_a_sentence
from analysis.errors import InputError

__all__ = ["RULES", "Cleaned", "Intervention", "Paragraph", "check_rules", "clean"]

RULES: Mapping[str, str] = MappingProxyType(
    {
        "encoding": "undoes mojibake, ligatures and control characters",
        "quote marks": "makes plain double marks of doubled single ones",
        "hyphenation": "joins words that the end of a line or a soft hyphen splits",
        "link": "takes out links to other articles with the headline after them, and headlines set into a sentence",
        "recurring line": "takes out lines that stand in many documents of one source",
        "comments": "takes out comment forms and counts",
        "share": "takes out share buttons and rows of network names",
        "furniture": "takes out what else a page, not the article, says",
        "self-copy": "takes out the second copy of a text that contains itself",
        "by-line": "takes out by-lines",
        "date": "takes out date lines",
        "dateline": "takes out place lines, and the dateline before the first sentence",
        "credit": "takes out picture credits with their captions, and lists of contributors",
        "correction": "takes out corrections, updates and editors' notes",
        "sub-head": "takes out sub-heads; a new section begins",
    }
)
_WORD = re.compile(r"[^\W_]")
_OF_ARTICLE = ("by-line", "date")  # they come again where one author or one day is collected
_TOP = 6  # by-lines, dates and places are looked for in the first lines only
_NEAR_TOP = 12  # and the title in so many
_LONGEST_TITLE = 300  # characters
_LONGEST_HEADLINE = 25  # words
_LONGEST_SUBHEAD = 10  # words
_COPIED_RUN = 3  # so many repeated lines in a row are a copy, whatever their length
_COPIED_WORDS = 12  # a repeated line of so many words is a copy by itself


@dataclass(frozen=True)
class Paragraph:
    """A kept paragraph. `section` counts the sub-heads before it; `anchors` and `end` lead back, as those of a `Line`."""

    text: str
    headline: bool
    section: int
    anchors: Anchors
    end: int


@dataclass(frozen=True)
class Cleaned:
    """An article without its page: the paragraphs, the ledger in order of lines, and what was taken out with them:
    the date as the date line says it, and the news agency if the text says that it is an agency's copy."""

    paragraphs: list[Paragraph]
    ledger: list[Intervention]
    date: str
    agency: str


def check_rules(names: Iterable[str], further: Iterable[str] = ()) -> frozenset[str]:
    """The names of rules to switch off; InputError for a name that is no rule's, nor one of `further` ones."""
    wanted, known = frozenset(names), [*RULES, *further]
    for name in sorted(wanted.difference(known)):
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"Did you mean {near[0]!r}? " if near else ""
        raise InputError("cleaning rules", f"unknown rule {name!r}", f"{hint}Known: {', '.join(known)}.")
    return wanted


def clean(
    lines: Sequence[Line], furniture: Collection[str] = (), without: Collection[str] = (), title: str = ""
) -> Cleaned:
    """An article's paragraphs and the ledger of what was taken out of its lines.

    `furniture` holds lines known from the source's other documents (see `analysis.corpus.furniture.recurring`). A line
    that equals the `title` near the top is the headline; else the first one, if it reads like one. What a rule that
    `without` names would have taken out stays, as a paragraph; nothing else changes.
    """
    rules: dict[int, str] = {}  # place in lines -> the rule that takes the line out
    headline = _titled(lines, title)
    _mark_page(lines, rules, furniture, headline)
    _mark_copy(lines, rules)
    openings = _mark_top(lines, rules, headline)
    headline, sections = _mark_body(lines, rules, headline)
    paragraphs: list[Paragraph] = []
    ledger: list[Intervention] = []
    for place, line in enumerate(lines):
        rule = rules.get(place, "")
        if rule and rule not in without:
            ledger.append(_intervention(rule, "removed", line, line.text))
            continue
        text, known = line.text, line.anchors
        if cuts := [cut for cut in _cuts(text, openings.get(place, "")) if cut[2] not in without]:
            ledger += [_intervention(name, "changed", line, text[start:stop]) for start, stop, name in cuts]
            text, known = edit(text, known, line.end, [(start, stop, "") for start, stop, _ in cuts])
        paragraphs.append(Paragraph(text, place == headline, sections[place], known, line.end))
    date = next((lines[place].text for place, rule in sorted(rules.items()) if rule == "date"), "")
    return Cleaned(paragraphs, ledger, date, _agency(lines, rules, openings))


def _intervention(rule: str, action: str, line: Line, text: str) -> Intervention:
    return Intervention(rule, action, f"line {line.number}", tokens.count_words(text), text)


def _cuts(text: str, opening: str) -> list[tuple[int, int, str]]:
    """What is cut out of a kept line: from where, up to where, by which rule."""
    cuts = [(0, len(opening), "dateline")] if opening else []
    return cuts + [(start, stop, "link") for start, stop in inserts.teasers(text) if start >= len(opening)]


def _titled(lines: Sequence[Line], title: str) -> int:
    """The place of the line that is the title; -1 if none is."""
    known = {_folded(title)}
    near = {place: line.text for place, line in enumerate(lines[:_NEAR_TOP]) if len(line.text) <= _LONGEST_TITLE}
    for text in near.values():
        if SKIP_LINK.search(text):
            known.add(_folded(SKIP_LINK.sub("", text).strip(" |")))
    known.discard("")
    return next((place for place, text in near.items() if known and _folded(text) in known), -1)


def _folded(text: str) -> str:
    """A title's words, whatever its letters' case, its blanks and its marks."""
    return " ".join(tokens.terms(text))


def _mark_page(lines: Sequence[Line], rules: dict[int, str], furniture: Collection[str], headline: int) -> None:
    headline_follows = False
    rules.update(inserts.blocks(lines, headline))
    for place, line in enumerate(lines):
        if place == headline or place in rules:
            continue
        link = inserts.link(line.text)
        if not _WORD.search(line.text):
            rules[place] = "furniture"
        elif link is not None or (headline_follows and inserts.may_be_linked(line.text)):
            rules[place] = "link"
            headline_follows = link == ""
        elif rule := page_rule(line.text):
            rules[place] = rule
        elif line.text in furniture and not (place < _NEAR_TOP and datelines.top_rule(line.text) in _OF_ARTICLE):
            rules[place] = "recurring line"
        else:
            headline_follows = False


def _mark_copy(lines: Sequence[Line], rules: dict[int, str]) -> None:
    """All but one copy of a text that contains itself: lines that stand earlier, in runs or when they are long."""
    seen: set[str] = set()
    run: list[int] = []
    for place, line in enumerate(lines):
        if place in rules:
            continue
        if line.text in seen:
            run.append(place)
        else:
            _mark_run(lines, rules, run)
            run = []
            seen.add(line.text)
    _mark_run(lines, rules, run)


def _mark_run(lines: Sequence[Line], rules: dict[int, str], run: Sequence[int]) -> None:
    for place in run:
        if len(run) >= _COPIED_RUN or tokens.count_words(lines[place].text) >= _COPIED_WORDS:
            rules[place] = "self-copy"


def _mark_top(lines: Sequence[Line], rules: dict[int, str], headline: int) -> dict[int, str]:
    """By-line, date and place line; returns the dateline that opens an article, by the place of its line."""
    top = [place for place in range(len(lines)) if place not in rules][:_TOP]
    begun = False  # a line of capitals below the first sentence names no place
    for place in top:
        text = lines[place].text
        if place == headline:
            continue
        rule = datelines.top_rule(text)
        if rule and not (rule == "dateline" and begun):
            rules[place] = rule
        elif opening := datelines.opening(text):
            return {place: opening}
        begun = begun or ends_a_sentence(text)
    return {}


def _mark_body(lines: Sequence[Line], rules: dict[int, str], headline: int) -> tuple[int, list[int]]:
    """Credits, corrections and sub-heads; returns the place of the headline and each line's section."""
    titled, begun = headline >= 0, False
    section = 0
    sections = [0] * len(lines)
    kept = [place for place in range(len(lines)) if place not in rules]
    following = dict(itertools.pairwise([*kept, -1]))
    for place, line in enumerate(lines):
        after = following.get(place)
        if after is not None and place != headline:
            if rule := datelines.end_rule(line.text):  # the caption of the picture above an article is no headline
                rules[place] = rule
            elif not titled and not begun and _is_headline(line.text):
                headline, begun = place, True
            elif (begun or place < headline) and _is_subhead(line.text, lines[after].text if after >= 0 else ""):
                rules[place] = "sub-head"  # before the headline it names the page's section
                section += begun
            else:
                begun = True
        begun = begun or place == headline
        sections[place] = section
    return headline, sections


def _agency(lines: Sequence[Line], rules: Mapping[int, str], openings: Mapping[int, str]) -> str:
    """The news agency that the text says has written it, if any."""
    signed = [(place, datelines.agency_of(text, "dateline")) for place, text in openings.items()]
    signed += [(place, datelines.agency_of(lines[place].text, rule)) for place, rule in rules.items()]
    last = max((place for place in range(len(lines)) if place not in rules), default=-1)
    if last >= 0:
        signed.append((last, datelines.signed_off(lines[last].text)))
    return next((agency for _, agency in sorted(signed) if agency), "")


def _is_headline(text: str) -> bool:
    return not ends_a_sentence(text) and tokens.count_words(text) <= _LONGEST_HEADLINE


def _is_subhead(text: str, following: str) -> bool:
    asks = text.endswith("?") and not re.search(r"[\"“”]", text)
    if not (text[0].isupper() or text[0].isdigit()) or (ends_a_sentence(text) and not asks):
        return False
    count = tokens.count_words(text)
    return count <= _LONGEST_SUBHEAD and tokens.count_words(following) > count
