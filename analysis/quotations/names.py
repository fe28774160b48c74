"""Names of people in a text, told from the names of places and institutions by small signs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.quotations.grammar import (
    DAYS,
    Token,
    is_closed,
    is_finite,
    is_name_word,
    is_possessive,
    sentences,
    word_set,
)
from analysis.quotations.marks import outermost, pair_marks

HONORIFICS = word_set("mr. mr mrs. mrs ms. ms miss dr. dr sir lady lord madam mx prof. prof")
TITLES = HONORIFICS | word_set(
    "president vice prime minister senator sen. sen rep. rep representative congressman congresswoman governor "
    "gov. gov mayor secretary chancellor premier king queen prince princess pope bishop archbishop cardinal "
    "general gen. gen colonel col. captain capt. lieutenant lt. sergeant sgt. admiral adm. judge justice "
    "professor ambassador chairman chairwoman chair director chief officer spokesman spokeswoman spokesperson "
    "speaker leader deputy foreign press attorney commissioner sheriff detective counselor counterpart "
    "correspondent reporter columnist analyst economist envoy candidate nominee former rev. rev reverend father "
    "sister brother coach manager editor head executive national security adviser advisor interior defense "
    "defence finance first kremlin st. acting opposition critic blogger citizen activist lawyer author writer"
)
MODIFIERS = word_set(
    "vice prime press foreign national security defense defence finance interior first kremlin acting st. opposition"
)
_PLACES = word_set(
    "house ministry department treaty lake villa council university party act street river mountain mountains "
    "times post news matter lives agreement foundation plan statement summit court bay capitol bureau office bank "
    "congress senate parliament union nations organization organisation association institute institution center "
    "centre school college company corporation inc corp ltd llc group agency committee commission conference "
    "convention church museum hospital hotel airport station road avenue square park island islands sea ocean "
    "gulf strait city county state states kingdom republic federation federal international district region "
    "province valley beach hill hills army navy force forces police guard fund league club team cup games "
    "olympics day week month year war journal press tribune herald magazine radio television tv network media web "
    "book prize award awards law bill order amendment constitution project program programme initiative movement "
    "alliance pact accord protocol dialogue administration government embassy palace castle tower bridge hall "
    "theatre theater stadium garden gardens action campaign coalition front service services society trust board "
    "authority task mission strategy doctrine dream north south east west new old united san los las el santa "
    "saint fort port cape mount great black white red blue green grand upper lower central middle northern "
    "southern eastern western american european asian african cold strategic joint comprehensive read also web "
    "facebook twitter youtube google enter leave required be your but and iran deal arms control exchange despite "
    "expectations super pac democratic republican democrats republicans inside crimes wall common supreme "
    "medicare obamacare social general anti-corruption reduction stability recent"
)
_NATIONAL = re.compile(
    r"(?:[A-Z][a-z]+(?:ian|ean|ish|ese|can|ench|rman|iss|utch|nch|eek|qi|ni|sh)s?|US|U\.S\.|UK|U\.K\.|EU|UN)$"
)
_GIVEN = word_set(
    "adam adrian ahmed alan albert alex alexander alexandra alexei alice amanda amy ana andrea andrei andrew "
    "angela ann anna anne anthony antonio ari arthur barack barbara ben benjamin bernie beth bill bob boris brian "
    "bruce carl carlos carly carol caroline catherine charles chris christian christine christopher claire colin "
    "craig dan daniel david deborah dennis diana diane dmitri dmitry donald donna doug dylan ed edward elena "
    "elizabeth ellen emily emma eric erin eva evan fatima francis frank fred gary gennady geoffrey george gerald "
    "giulia grace greg hans harold harry heather helen henry hillary howard hugh ian igor irina ivan ivanka jack "
    "jacob james jane janet jason jean jeb jeff jennifer jeremy jerry jessica jill jim joan joe joel john jon "
    "jonathan jorge jose joseph joshua juan judith julia julian julie justin karen karl kate katherine kathleen "
    "keith kellyanne ken kenneth kevin kim konstantin kyle larry laura lauren lee leonid lewis linda lisa louis "
    "luis luke lynn marco margaret maria marie mark martin mary matt matthew max megan melania melissa michael "
    "michel michelle mike mikhail mitch mitt mohammed muhammad nancy natalia nathan neil nicholas nick nicolas "
    "nikolai nina noah nora oleg olga oliver oscar pat patricia patrick paul pedro peter philip rachel ralph rand "
    "ray rebecca reince richard rick robert roger roman ron ronald rosa ruth ryan sally sam samantha samuel "
    "sandra sara sarah scott sean sergei sergey simon sofia stephanie stephen steve steven sue susan svetlana "
    "tatiana ted terry thomas tim timothy tina tom tony tracy trevor tyler victor victoria viktor vincent "
    "vladimir walter wendy william yuri zachary"
)


@dataclass(frozen=True)
class Mention:
    """A person's name in a sentence: the role words before it (if any), given names and surname."""

    role: tuple[str, ...]
    words: tuple[str, ...]
    sure: bool


def find_mentions(text: str) -> list[Mention]:
    """The names in a paragraph that may be people's, inside quotations too."""
    quotes = outermost(pair_marks(text))
    spans = [text] if not quotes else [text, *(text[quote.inner_start : quote.inner_end] for quote in quotes)]
    return [mention for span in spans for sentence in sentences(span, quotes if span is text else []) for mention in
            mentions_in(sentence)]  # fmt: skip


def mentions_in(sentence: Sequence[Token]) -> list[Mention]:
    """The names of people in the tokens of a sentence."""
    found = []
    position = 0
    headline = is_headline(sentence)
    while position < len(sentence):
        if not is_name_word(sentence[position]):
            position += 1
            continue
        end = position
        while end < len(sentence) and (is_name_word(sentence[end]) or _joins(sentence, end, position)):
            end += 1
        mention = _read_run(sentence, position, end)
        if mention is not None:
            found.append(Mention(mention.role, mention.words, False) if headline else mention)
        position = end
    return found


def is_headline(sentence: Sequence[Token]) -> bool:
    """Whether nearly every longer word has a capital, so that a capital tells no name."""
    words = [token for token in sentence if token.is_word and len(token.text) > 3]
    return len(words) > 5 and sum(token.is_capital for token in words) > 0.9 * len(words)


def _joins(sentence: Sequence[Token], position: int, start: int) -> bool:
    # "de la Cruz", "van Dyke"
    if position == start or position + 1 >= len(sentence):
        return False
    return sentence[position].text in {"de", "la", "van", "von", "der", "bin", "al", "da", "di"} and is_name_word(
        sentence[position + 1]
    )


def _read_run(sentence: Sequence[Token], first: int, end: int) -> Mention | None:
    start = first
    words = [token.text for token in sentence[first:end]]
    for position in range(first, end):
        word = sentence[position]
        if word.low in TITLES or (_NATIONAL.match(word.text) and position + 1 < end) or is_possessive(word):
            start = position + 1
    names = words[start - first :]
    if len(names) == 1 and _may_be_name(names[0]):
        # A surname that acts alone ("Roe said", "Mr. Roe") tells that a full name with it is a person's.
        acts = end < len(sentence) and is_finite(sentence[end]) and sentence[end].text.islower()
        honoured = bool(words[: start - first]) and words[start - first - 1].lower() in HONORIFICS
        return Mention(tuple(words[: start - first]), (names[0],), acts or honoured)
    if not 1 <= len(names) <= 4 or not all(_may_be_name(name) for name in names):
        return None
    role = tuple(words[: start - first])
    if start == first:
        role = _written_small(sentence, first)
    titled = bool(role) and role[-1].lower() in TITLES - MODIFIERS
    if role and role[-1].lower() in HONORIFICS:
        role = role[:-1]
    if len(names) > 1 and names[-1].lower() in {"jr", "jr.", "sr", "sr.", "iii"}:
        names = names[:-1]
    initial = len(names) > 2 and any(is_initial(name) for name in names[1:-1])
    if len(names) == 3 and names[1].lower() in _GIVEN and names[0].lower() not in _GIVEN:
        names = names[1:]  # a word before the given name is a title that we do not know
    sure = titled or initial or names[0].lower() in _GIVEN or _followed_like_person(sentence, end)
    return Mention(role if titled else (), tuple(names), sure and len(names) > 1)


def _may_be_name(word: str) -> bool:
    low = word.lower()
    return (
        low not in _PLACES | DAYS
        and not (word.isalpha() and len(word) > 1 and word.isupper())
        and not any(c.isdigit() for c in word)
    )


def _written_small(sentence: Sequence[Token], first: int) -> tuple[str, ...]:
    """The role before a name where it is written small ("the harbour spokesman Otto Brandt")."""
    start = first
    while start > 0 and first - start < 3 and sentence[start - 1].low in TITLES and sentence[start - 1].text.islower():
        start -= 1
    if start < first and start > 0 and sentence[start - 1].is_word and not is_closed(sentence[start - 1]):
        start -= 1
    return tuple(token.text for token in sentence[start:first])


def _is_occupation(token: Token) -> bool:
    low = token.low
    return low in TITLES or (
        token.text.islower() and low.endswith(("ist", "ian", "man", "woman", "expert", "official"))
    )


def _followed_like_person(sentence: Sequence[Token], end: int) -> bool:
    """ ", 22," or ", who" after the name."""
    if end + 1 >= len(sentence) or sentence[end].low not in {",", "who"}:
        return False
    if sentence[end].low == "who" or sentence[end + 1].low == "who":
        return True
    if sentence[end + 1].low in {"a", "an", "the"}:
        return any(_is_occupation(token) for token in sentence[end + 2 : end + 5])
    age = sentence[end + 1].text
    return age.isdigit() and len(age) == 2 and end + 2 < len(sentence) and sentence[end + 2].text == ","


def is_initial(word: str) -> bool:
    """Whether the word is an initial ("B.")."""
    return (len(word) == 2 and word[1] == ".") or len(word) == 1
