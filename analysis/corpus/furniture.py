"""What a page, not the article, puts on a line: by its words, or because a source's pages all have it."""

import re
from collections.abc import Mapping, Sequence

from analysis import tokens
from analysis.corpus.lines import Line, ends_a_sentence

_LONGEST = 300  # characters: what is longer is not looked at
_NETWORK = (
    r"facebook|twitter|whatsapp|telegram|linkedin|reddit|pinterest|tumblr|flipboard|e-?mail|print|tweet|share|pin it"
    r"|copy link|link copied"
)
_BUTTON = rf"(?:{_NETWORK}|messenger|instagram|youtube|viber|weibo|wechat|pocket|threads|bluesky|post|pin|save|more|x)"
_SHARE = (
    rf"(?:{_NETWORK})\W*\d*(?:\W*opens in (?:a )?new window\W*)?",
    rf"(?:(?:listen to article \S+ )?share this article )?{_BUTTON}(?:[^\w:;]+{_BUTTON})+\W*",
    r"(?:share|tweet|e-?mail|print|save|send|gift|like|recommend) this(?: \w+){0,4}\W*",
    r"share (?:on|via|with|by) \w+(?:\W{1,2}\w+){0,3}\W{0,2}(?:\W*opens in (?:a )?new window\W*)?",
    r"click to (?:share|e-?mail|print|tweet)\b.{0,60}",
    r"[\d.,]+[km]? shares?|read or share this story\b.{0,80}|share all sharing options for:.{0,200}",
)
_COMMENTS = (
    r"leave a (?:reply|comment)\b.{0,40}|cancel reply|(?:post|submit|add|write) (?:a |your )?(?:comment|reply)",
    r"be(?:come)? (?:the )?first to comment\b.{0,40}",
    r"your e-?mail address\b.{0,30}published.*|required fields\b.*|(?:comment|name|e-?mail|website) ?\*",
    r"(?:\d+|no) comments?\b(?: on\b.{0,120})?|comments?(?: \(\d+\))?|comments? (?:are |is )?(?:now )?(?:closed|off)\W*",
    r"(?:view|show|hide|see|read|load|join|go to)(?: (?:all|more|the|\d+))* comments?(?: ?\(\d+\))?",
    r"(?:join|start) the (?:conversation|discussion)\W*",
    r"save my name, e-?mail.*|notify me (?:of|when)\b.*|you must be logged in to\b.*|(?:log in|sign in) to comment\b.*",
)
_TIME = r"\d{1,2}(?::\d\d)? ?[ap]\.?m\.?(?: ?[ECMP][SD]?T)?"
_ADDRESS = r"(?:https?://|www\.|pic\.twitter\.com/)\S+"
_FURNITURE = (
    r"web analytics|(?:advertisements?:?(?: |$))+(?:continue reading.*)?|continue reading(?: below| the main story)?\W*",
    r"(?:article|story) continue[sd] (?:below|after)\b.{0,40}|scroll (?:down )?to continue\b.*|loading\W*",
    r"published (?:at|on|in)\b.{0,40}|(?:last )?updated (?:at|on)\b.{0,40}|this article is more than .{1,12} old",
    r"\d+ (?:minutes?|hours?|days?|months?|years?) ago|(?:previous|next) (?:post|article|story)\b.*",
    r"sign up(?: now| here| today)?\W*|sign up (?:now |today )?(?:for|to)\b.*\b(?:\w*letters?|alerts?|inbox"
    r"|brief\w*|e-?mails?|updates?|daily|app|podcast|top stories)\b.*|by signing up\b.*|manage newsletters",
    r"subscribe(?: now| today)?\W*|subscribe (?:now |today )?(?:to|for|on|here)\b.*|follow (?:us|@\w+)\b.{0,120}",
    r"follow (?:[\w.’'-]+ ){1,4}on (?:twitter|facebook|instagram)\b.{0,60}|follow (?:[\w.’'-]+ ){1,8}(?:at )?@\w+\W*",
    r"click (?:here|to (?:get|read|see|watch))\b.*|click for more\b.*|get the .{1,30} app\W*|read (?:more|next)\W*",
    r"all rights reserved.*|(?:©|copyright (?:©|\(c\)|\d{4})).*|this material may not be published\b.*",
    r"(?:prev|next|previous) image \d+ of \d+|slideshow \(\d+ images?\)|\[pullquote\]|(?:toggle|hide) caption|close",
    r"media playback is (?:un|not )supported on (?:your|this) device|this site is protected by recaptcha\b.*",
    r"write to .{3,60}@[\w.-]+\w\W*|more on this\W*|story highlights|analysis/opinion:?",
    rf"\W*(?:this (?:post|story|article) was )?(?:last )?updated?:?(?: at| on)? {_TIME}(?:,? [\w, ]{{0,30}}\d{{4}})?\W*",
    rf"{_TIME}|prev(?:ious)? next(?: image \d+ of \d+)?",
    r"\[(?:jwplayer|embed|gallery|caption|youtube|video|audio-clip)\b[^\]]*\].{0,20}",
    rf"\W*{_ADDRESS}(?:\s\W*{_ADDRESS})*",
    r"(?:join|find|like|visit) us on (?:facebook|twitter|instagram)\b\S*\W*"
    r"|(?:contact|e-?mail|reach|write to) (?:[\w.’'-]+ ){1,6}at:? \S+@[\w.-]+\w\W*",
)
_RULES = {
    "comments": re.compile("|".join(_COMMENTS), re.IGNORECASE),
    "share": re.compile("|".join(_SHARE), re.IGNORECASE),
    "furniture": re.compile("|".join(_FURNITURE), re.IGNORECASE),
}
_ANYWHERE = {  # words that every such line has -> the line; looked for only where they stand, which is quicker
    "your inbox": re.compile(r".{0,180}\b(?:delivered|sent|straight|right) .{0,30}\bto your inbox\b.*", re.IGNORECASE),
    "sign up here": re.compile(r".{0,180}\bsign up here\W*", re.IGNORECASE),
    "click here": re.compile(r"[^.!?]{0,150}\bclick here\W*", re.IGNORECASE),
}
SKIP_LINK = re.compile(r"\|?\s*(?:press .?enter.? to )?skip to (?:main )?content", re.IGNORECASE)

# Words with which a page speaks of itself. They mark what may be furniture if it comes again, and nothing by themselves.
_OF_THE_PAGE = re.compile(
    r"©|copyright|all rights|sign(?:ing)? up|newsletter|subscri|inbox|privacy policy|click|follow (?:us|\w+ on|@)|https?:"
    r"|www\.|\w@\w|\bapps?\b|advertis|\bcontribut(?:ed|ing)\b|donat|reader[- ]supported|paywall|reprint|\bplease (?:enter"
    r"|include|upgrade)|\bthis (?:story|article|report|post|page|site|column)\b|continue reading|toggle caption"
    r"|image (?:copyright|caption|\d)|\((?:photos?|images?)\b|getty|photo|slideshow|media (?:playback|caption)"
    r"|podcast|comment on|send (?:tips?|letters)|(?:read|see|watch|more) (?:more|also|on|from)\b|opinions? (?:expressed|of)"
    r"|on (?:twitter|facebook)|editor(?:ial|s?’s?|s?'s?)?\b|columnist|transcripts? (?:are|is|as)|our journalism|homepage",
    re.IGNORECASE,
)
_LONGEST_CANDIDATE = 160  # characters of a line that does not speak of the page
_LONGEST_OF_PAGE = 700  # characters of a line that does
_SPOKEN = (  # by a long line of the page: looked for one by one, which is far quicker than the pattern above
    *("sign up", "signing up", "newsletter", "subscri", "inbox", "privacy policy", "copyright", "©", "all rights"),
    *("click", "http", "www.", "@", "transcripts", "paywall", "reader supported", "our journalism", "our material"),
)
_LEAST = 3  # documents: what stands in fewer is nobody's furniture
_LEAST_PROSE = 5  # documents, of a sentence that is taken for prose
_LABELS = 50  # a line that ends no sentence recurs if it stands in one of so many documents
_SENTENCES = 3  # a sentence recurs if it stands in one of so many documents
_PROSE = 8  # words of a sentence that is taken for prose
_COPIED = 3  # sentences of prose that stand in as many documents are an article that was published as often


def page_rule(text: str) -> str:
    """The rule that knows a whole line for a page's: comments, share or furniture; empty if none does."""
    if len(text) > _LONGEST:
        return ""
    lower = text.lower()
    if "skip to" in lower and SKIP_LINK.search(text):
        return "furniture"
    if rule := next((rule for rule, pattern in _RULES.items() if pattern.fullmatch(text)), ""):
        return rule
    return "furniture" if any(words in lower and line.fullmatch(text) for words, line in _ANYWHERE.items()) else ""


def candidates(lines: Sequence[Line]) -> set[str]:
    """The distinct lines of a document that could be furniture of its source's pages: short ones, and those of up to
    700 characters that speak of the page (newsletters, copyright, apps)."""
    found: set[str] = set()
    for line in lines:
        length = len(line.text)
        if length > _LONGEST_CANDIDATE:
            lower = line.text.lower() if length <= _LONGEST_OF_PAGE else ""
            if not any(word in lower for word in _SPOKEN):
                continue
        found.add(line.text)
    return found


def recurring(counts: Mapping[str, int], documents: int) -> frozenset[str]:
    """The lines that are furniture of a source: `counts` says in how many of its `documents` each candidate stands.

    A line that speaks of the page is furniture in three documents; one that ends no sentence, in three and one in
    fifty; a sentence, in three and a third, and in five if it has more than eight words. Where several of these stand
    in n documents, whole articles do (a story and its updates), and only what stands in more than n counts.
    """
    often = {text: count for text, count in counts.items() if count >= _LEAST}
    prose = sorted((count for text, count in often.items() if _is_prose(text)), reverse=True)
    copies = prose[_COPIED - 1] if len(prose) >= _COPIED else 0
    return frozenset(text for text, count in often.items() if count > copies and count >= _enough(text, documents))


def _is_prose(text: str) -> bool:
    return ends_a_sentence(text) and not _OF_THE_PAGE.search(text) and tokens.count_words(text) > _PROSE


def _enough(text: str, documents: int) -> float:
    """In how many documents a line is furniture."""
    if _OF_THE_PAGE.search(text):
        return _LEAST
    if text.endswith(":") or not ends_a_sentence(text):
        return documents / _LABELS
    return max(documents / _SENTENCES, _LEAST_PROSE if _is_prose(text) else _LEAST)
