"""The little grammar that finding a subject needs: tokens, sentences, and the closed classes of English words.

A quoted stretch is one token here, so that “…,” he said reads as QUOTE , he said however long the quotation is.
"""

import re
from dataclasses import dataclass

import nupunkt

from analysis.quotations.marks import Quote

_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}|(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|St|Jr|Sr|Lt|Col|Prof|Rev|Sgt|Capt|Adm|No|vs)\.|\b[A-Z]\.(?=\s)"
    r"|[^\W_]+(?:[-&'’.@][^\W_]+)*[’']?(?![^\W_])|[^\w\s]|\w+|_+"
)


def word_set(text: str) -> frozenset[str]:
    """A set of words, written as a line of them."""
    return frozenset(text.split())


DETERMINERS = word_set(
    "the a an this that these those each every another any no some his her its their our my your "
    "whose both either neither"
)
POSSESSIVES = word_set("his her its their our my your")
PRONOUNS = word_set("he she they it we i you who")
INDEFINITE = word_set(
    "some many others both one neither all most everyone everybody nobody someone somebody anyone few several two "
    "another those none these"
)
DASHES = frozenset({"–", "—", "―", "-"})
BE = word_set("is are was were be been being am isn't aren't wasn't weren't")
HAVE = word_set("has have had having hasn't haven't hadn't")
MODALS = word_set("will would can could may might must shall should won't wouldn't can't couldn't cannot shouldn't")
DO = word_set("do does did don't doesn't didn't")
AUXILIARIES = BE | HAVE | MODALS | DO
PREPOSITIONS = word_set(
    "of in on at for from to with by about against as into onto over under after before during between among "
    "through toward towards without within near outside inside amid despite since until upon like than per via "
    "regarding around behind beyond across along off out up down"
)
CONJUNCTIONS = word_set(
    "and or but nor yet so because although though while whereas if unless when whenever where wherever after "
    "before since until as that whether how why what which who whom than"
)
ADVERBS = word_set(
    "also then later now already once never not ever just even still too again often soon always first further "
    "instead today yesterday tonight tomorrow meanwhile however therefore thus largely well since once twice ago "
    "earlier recently much more most far perhaps maybe rather quite almost simply only there here long yet "
    "afterward afterwards not n't"
)
DAYS = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december"
)
OBJECT_PRONOUNS = word_set("him her them us me you it himself herself themselves")
_NOT_ADVERBS = word_set("family ally supply reply rally italy july assembly anomaly monopoly bully belly")
_COMMON_FINITE = word_set(
    "says said went came made took got gave knew saw ran told felt left kept held led won lost met found became "
    "began stood brought paid put set needs wants makes takes comes goes gets means knows thinks believes remains "
    "include includes need want make take come go get know think believe ought let plans hopes seems appears"
)

_INITIAL = re.compile(r"(?<=\b[A-Z])\.(?=\s+[A-Z])")
# “Why?” Ann Roe asked. The question mark ends no sentence where a subject and a verb of saying follow.
_ASKED = re.compile(
    r"\s{1,3}(?!(?:He|She|They|It|We|I|The|A|An|But|And|In|On|At|When|After|That|This)\b)(?:[^\s“”\"]{1,30}\s{1,3}){1,4}?"
    r"(?:asked|said|says|asks|wrote|added|told|wondered|shouted|tweeted|exclaimed|joked|responded|replied|continued)\b"
    r"|\s{1,3}(?:asked|said|says|asks|wrote|added|wondered|tweeted)\s"
)
LONGEST = 400  # tokens of a sentence; a longer one (a list, a table, noise) is cut, which keeps the work linear


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a mark of punctuation, or a whole quotation (`quote` set)."""

    text: str
    start: int
    end: int
    low: str  # in lower case, with a straight apostrophe
    quote: Quote | None = None

    @property
    def is_word(self) -> bool:
        """Whether the token is a word, neither punctuation nor a quotation."""
        return self.quote is None and self.text[0].isalnum()

    @property
    def is_capital(self) -> bool:
        """Whether the token is written with a capital."""
        return self.quote is None and self.text[0].isupper()


def sentences(text: str, quotes: list[Quote]) -> list[list[Token]]:
    """Cuts a paragraph into sentences of tokens; `quotes` are the outermost quotations, each of which is one token.

    Sentence ends are looked for with the insides of quotations blacked out, so that none falls inside one.
    """
    if not text.strip():
        return []
    masked = _mask(text, quotes)
    tokens = _tokens(text, quotes)
    ends = [end for _, end in nupunkt.sent_spans(masked)] or [len(text)]
    found: list[list[Token]] = [[]]
    position = 0
    for token in tokens:
        while position < len(ends) - 1 and token.start >= ends[position]:
            position += 1
            if found[-1] and not _runs_on(token, found[-1][-1]):
                found.append([])
        if len(found[-1]) >= LONGEST:
            found.append([])
        found[-1].append(token)
    return [sentence for sentence in found if sentence]


def _runs_on(token: Token, last: Token) -> bool:
    # “It rained.” — Ann Roe: the name signs the quotation.
    signs = last.quote is not None and token.text in DASHES
    return signs or token.text[0].islower() or token.text in {",", ";", ")"}


def _mask(text: str, quotes: list[Quote]) -> str:
    pieces, last = [], 0
    for quote in quotes:
        inner = text[quote.inner_start : quote.inner_end]
        kept = inner[-1] if inner and inner[-1] in ".!?,…" and not _ASKED.match(text, quote.end) else "x"
        pieces += [text[last : quote.inner_start], "x" * (len(inner) - 1) + kept if inner else ""]
        last = quote.inner_end
    # The point of an initial ("Ann B. Roe") ends no sentence.
    return _INITIAL.sub("x", "".join([*pieces, text[last:]]))


def _tokens(text: str, quotes: list[Quote]) -> list[Token]:
    tokens: list[Token] = []
    last = 0
    for quote in [*quotes, None]:
        stop = len(text) if quote is None else quote.start
        for found in _TOKEN.finditer(text, last, stop):
            tokens += _split_possessive(found.group(), found.start())
        if quote is not None:
            tokens.append(Token(text[quote.start : quote.end], quote.start, quote.end, "“”", quote))
            last = quote.end
    return tokens


def _split_possessive(word: str, start: int) -> list[Token]:
    # "Marlow's" is the name and the mark of the possessive, so that a name is always spelt alike.
    cut = 2 if word[-2:] in {"'s", "’s", "'S", "’S"} else 1 if word[-1] in "'’" else 0
    if not cut or len(word) <= cut or word.lower().replace("’", "'") in {"it's", "he's", "she's", "that's", "let's"}:
        return [_word(word, start)]
    return [_word(word[:-cut], start), _word(word[-cut:], start + len(word) - cut)]


def _word(text: str, start: int) -> Token:
    return Token(text, start, start + len(text), text.lower().replace("’", "'"))


def is_object_pronoun(token: Token) -> bool:
    """Whether the word is an object pronoun; "US" is none."""
    return token.low in OBJECT_PRONOUNS and token.text != "US"


def is_possessive(token: Token) -> bool:
    """Whether the token is the mark of a possessive."""
    return token.low in {"'s", "'"}


def is_adverb(token: Token) -> bool:
    """Whether the word is an adverb, known or by its ending."""
    low = token.low
    return low in ADVERBS or (low.endswith("ly") and token.text.islower() and low not in _NOT_ADVERBS)


def is_closed(token: Token) -> bool:
    """Whether the word belongs to a closed class, so that it cannot be the last word of a noun phrase."""
    low = token.low
    return low in DETERMINERS or low in PREPOSITIONS or low in CONJUNCTIONS or low in AUXILIARIES or is_adverb(token)


def is_finite(token: Token) -> bool:
    """Whether the word may be a finite verb: a sign that what follows a cue is a clause."""
    low = token.low
    if low in AUXILIARIES and low not in {"be", "been", "being", "having"}:
        return True
    return low in _COMMON_FINITE or (low.endswith("ed") and token.text.islower() and len(low) > 4)


def is_name_word(token: Token) -> bool:
    """Whether the word is written as part of a name."""
    return token.is_capital and token.low not in PRONOUNS and token.low not in DETERMINERS | CONJUNCTIONS | PREPOSITIONS


def is_plural(token: Token) -> bool:
    """Whether the word looks like a plural noun."""
    low = token.low
    return (low.endswith("s") and not low.endswith(("ss", "us", "is"))) or low in {
        "people", "police", "men", "women", "media", "data", "press", "staff", "majority", "children"
    }  # fmt: skip
