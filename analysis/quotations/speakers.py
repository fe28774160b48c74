"""Who a speaker as written is: names by their spellings, roles by the texts' own appositions, pronouns by the last
person or group that fits."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from analysis.quotations.grammar import (
    DETERMINERS,
    POSSESSIVES,
    PREPOSITIONS,
    Token,
    is_finite,
    is_name_word,
    is_plural,
    is_possessive,
    word_set,
)
from analysis.quotations.names import HONORIFICS, MODIFIERS, TITLES, Mention
from analysis.quotations.people import link
from analysis.quotations.phrases import main_subject
from analysis.quotations.sayers import may_speak, pronoun_of

_FEMALE = word_set("mrs. mrs ms. ms miss lady queen princess madam congresswoman chairwoman spokeswoman")
_MALE = word_set("mr. mr sir lord king prince congressman chairman spokesman")
_FEMALE_GIVEN = word_set(
    "alice amanda amy ana andrea angela ann anna anne barbara beth carly carol caroline catherine christine "
    "claire deborah diana diane donna elena elizabeth ellen emily emma eva fatima giulia grace heather helen "
    "hillary irina ivanka jane janet jennifer jessica jill joan judith julia julie karen kate katherine kathleen "
    "kellyanne laura lauren linda lisa lynn margaret maria marie mary megan melania melissa michelle nancy "
    "natalia nina nora olga patricia rachel rebecca rosa ruth sally samantha sandra sara sarah sofia stephanie "
    "sue susan svetlana tatiana tina tracy victoria wendy"
)
_SYNONYMS = {
    "spokesman": "spokes", "spokeswoman": "spokes", "spokesperson": "spokes", "leader": "president",
    "american": "us", "u.s.": "us", "states": "us", "british": "uk", "britain": "uk", "u.k.": "uk",
    "advisor": "adviser",
}  # fmt: skip
_FILLERS = word_set("the a an and of for s his her its their then former current mr. mr") | POSSESSIVES
_GROUPS = frozenset({"they", "it", "we", "who", "both", "some", "others", "many", "which", "that", "their", "its"})


class Roles:
    """Which people have which roles, each a set of words; in the order in which the text gives them."""

    def __init__(self) -> None:
        self._by_word: dict[str, dict[tuple[frozenset[str], str], int]] = {}
        self._known: dict[frozenset[str], dict[str, None]] = {}
        self._many = 0

    def add(self, words: frozenset[str], name: str) -> None:
        """Notes a role of a person."""
        self._many += 1
        for word in words:
            self._by_word.setdefault(word, {}).setdefault((words, name), self._many)
        self._known.clear()

    def of(self, words: frozenset[str]) -> Mapping[str, None]:
        """The people who have a role with all these words, those of the earliest role first."""
        if words not in self._known:
            rarest = min((self._by_word.get(word, {}) for word in sorted(words)), key=len)
            fitting = sorted((place, name) for (role, name), place in rarest.items() if words <= role)
            self._known[words] = dict.fromkeys(name for _, name in fitting)
        return self._known[words]


@dataclass
class Speakers:
    """What a document has told so far about who is who.

    `people` are those who were named, the last one last, and `fitting` those of them whom a male or a female pronoun may
    mean; `group` is the last group. Whatever is looked up is found by a key: a document may name any number of people.
    """

    aliases: Mapping[str, str]
    roles: "Roles"
    genders: dict[str, str] = field(default_factory=dict)
    role_aliases: dict[str, str] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    people: dict[str, None] = field(default_factory=dict)
    fitting: dict[str, dict[str, None]] = field(default_factory=lambda: {"male": {}, "female": {}})
    group: str = "unknown"

    def hear(self, sentence: Sequence[Token]) -> None:
        """Notes the people of a sentence outside quotations, as candidates for a later pronoun."""
        for canonical in reversed(self._named(sentence)):
            self.remember(canonical)
        self.hear_before(sentence, [sentence])

    def hear_before(self, sentence: Sequence[Token], claims: Sequence[object]) -> None:
        """Notes who stands in a sentence with claims, subject last, before its pronouns are resolved."""
        if claims and sentence and sentence[0].low not in {"he", "she", "they"}:
            phrase = main_subject(sentence, len(sentence))
            if phrase is None or sentence[0].quote is not None:
                return
            tokens = sentence[phrase.first : phrase.last + 1]
            named = self._named(tokens)
            if named:
                self.remember(named[-1])
            elif is_plural(tokens[-1]):
                self.group = _plain(tokens)

    def remember(self, name: str) -> None:
        """Makes a person the one that the next fitting pronoun means."""
        fitting = (own for gender, own in self.fitting.items() if self.genders.get(name, gender) == gender)
        for ordered in (self.people, *fitting):
            ordered.pop(name, None)
            ordered[name] = None

    def begin_paragraph(self, spoke: Sequence[Sequence[str]]) -> None:
        """Puts the person whom a new paragraph's first "he" means in front; `spoke` are the speakers so far.

        Where the last paragraph had two people speaking, the one who also spoke before is its topic.
        """
        if not spoke or len(set(spoke[-1])) < 2:
            return
        recent = [name for names in spoke[-2:] for name in names if name in self.people]
        best = max(reversed(spoke[-1]), key=recent.count)
        if recent.count(best) > 1 and best in self.people:
            self.remember(best)

    def resolve(self, phrase: Sequence[Token], before: Sequence[Token] = ()) -> str:
        """The canonical speaker of a noun phrase; the phrase as written (without article) where it names nobody.

        `before` is what stands before it in its sentence: "his fears" are those of its last subject that fits.
        """
        low = pronoun_of(phrase[0])
        if len(phrase) == 1 and low in {"his", "her"}:
            gender = "male" if low == "his" else "female"
            return self._subject_of(before, gender) or self._by_gender(gender)
        if len(phrase) == 1 and low in {"he", "she"}:
            return self._by_gender("male" if low == "he" else "female")
        if len(phrase) == 1 and low in {"i", "you", "my", "your", "there", "what"}:
            return "unknown"
        if phrase[-1].low in {"two", "both"} and len(phrase) < 3 and len(self.people) > 1:
            last, before_it = itertools.islice(reversed(self.people), 2)
            return last if " and " in last else f"{before_it} and {last}"  # the two may have been named together
        if len(phrase) == 1 and low in _GROUPS:
            return self.group
        if not may_speak(phrase):
            return "unknown"
        speaker = self._resolve_phrase(phrase)
        if speaker in self.names:
            self.remember(speaker)
        else:
            self.group = speaker
        return speaker

    def _by_gender(self, gender: str) -> str:
        return next(reversed(self.fitting[gender]), "unknown")

    def _subject_of(self, tokens: Sequence[Token], gender: str) -> str | None:
        """The last person of a sentence who stands before a verb."""
        for place in range(len(tokens) - 1, 0, -1):
            if is_finite(tokens[place]) and is_name_word(tokens[place - 1]):
                named = self._named(tokens[max(0, place - 4) : place])
                if named and self.genders.get(named[-1], gender) == gender:
                    return named[-1]
        return None

    def _resolve_phrase(self, phrase: Sequence[Token]) -> str:
        parts = _split_and(phrase)
        if len(parts) > 1:
            names = [self._named(part) for part in parts]
            if all(names):
                return " and ".join(name[-1] for name in names)
        head = _head(phrase)
        names_in_head = self._named(head)
        if names_in_head and is_name_word(head[-1]):
            return names_in_head[-1]
        return self._by_role(phrase) or _plain(phrase)

    def _by_role(self, phrase: Sequence[Token]) -> str | None:
        words = role_words(token.text for token in phrase)
        written = " ".join(token.text for token in phrase if token.low not in DETERMINERS).lower()
        if written in self.role_aliases:
            return self.role_aliases[written]
        if not words or (is_plural(phrase[-1]) and not is_possessive(phrase[-1])) or phrase[0].low in {"a", "an"}:
            return None
        if _is_institution(_head(phrase)[-1]):
            return None  # the Kremlin is not its spokesman, the US not its president
        best = self.roles.of(words)
        return next((name for name in reversed(self.people) if name in best), next(iter(best), None))

    def _named(self, tokens: Sequence[Token]) -> list[str]:
        """Canonical names in the tokens, longest spelling first at each place."""
        found = []
        position = 0
        while position < len(tokens):
            step = 1
            if tokens[position].is_capital:
                for length in (4, 3, 2, 1):
                    words = tokens[position : position + length]
                    name = self.aliases.get(" ".join(word.text for word in words)) if len(words) == length else None
                    if name is not None:
                        found.append(name)
                        step = length
                        break
            position += step
        return found


def read_document(paragraphs: Sequence[str], mentions: Sequence[Mention], aliases: Mapping[str, str]) -> Speakers:
    """Collects a document's own names, roles and genders; `aliases` overrule what the document suggests."""
    own = {row.spelling: row.name for row in link(Counter(mentions)) if row.rule != "role"}
    merged = {spelling: aliases.get(name, name) for spelling, name in own.items()} | dict(aliases)
    roles = {spelling.lower(): name for spelling, name in merged.items() if " " in spelling}
    speakers = Speakers(merged, Roles(), role_aliases=roles, names=frozenset(merged.values()))
    for mention in mentions:
        name = merged.get(" ".join(mention.words))
        if name is None:
            continue
        words = role_words(mention.role)
        if words:
            speakers.roles.add(words, name)
        gender = _gender(mention)
        if gender:
            speakers.genders.setdefault(name, gender)
    _read_appositions(paragraphs, speakers)
    return speakers


def _read_appositions(paragraphs: Sequence[str], speakers: Speakers) -> None:
    """ "President Ann Roe of Ruritania" makes her the Ruritanian president; ", a lawyer" after a name a lawyer."""
    for text in paragraphs:
        for found in re.finditer(r"\b(\w+(?: \w+){0,2}), ((?:[A-Z][\w.’'-]+ ){1,3}[A-Z][\w.’'-]+),", text):
            name = speakers.aliases.get(found.group(2).strip())
            words = role_words(found.group(1).split()[-2:])
            if name is not None and found.group(1)[-1].islower() and words:
                speakers.roles.add(words, name)
        for words_of in re.finditer(r"\b([A-Z][a-z]+) ((?:[A-Z][\w.]* ){1,3})of ([A-Z]\w+)", text):
            name = speakers.aliases.get(words_of.group(2).strip())
            if name is not None:
                speakers.roles.add(role_words([words_of.group(1), words_of.group(3)]), name)


def role_words(words: Iterable[str]) -> frozenset[str]:
    """The content words of a role, countries and their adjectives alike ("Russia", "Russian")."""
    kept = set()
    for word in words:
        low = word.lower().replace("’", "'")
        if low in _FILLERS or low in {"'s", "'"} or not low[0].isalnum():
            continue
        low = _SYNONYMS.get(low, low)
        # Countries and their adjectives share their first letters; titles are told apart by the whole word.
        kept.add(low if low in TITLES or low == "spokes" or len(low) < 5 else low[:4] + "…")
    if {"press", "secretary"} <= kept:
        kept.add("spokes")
    return frozenset(kept)


def _is_institution(head: Token) -> bool:
    return head.is_capital and (head.low in MODIFIERS or head.low not in TITLES)


def _gender(mention: Mention) -> str | None:
    titles = {word.lower() for word in mention.role}
    if titles & _FEMALE or mention.words[0].lower() in _FEMALE_GIVEN:
        return "female"
    if titles & _MALE or len(mention.words) > 1:
        return "male" if titles & _MALE else None
    return None


def _split_and(phrase: Sequence[Token]) -> list[Sequence[Token]]:
    for position, token in enumerate(phrase):
        if token.low == "and" and 0 < position < len(phrase) - 1:
            return [phrase[:position], phrase[position + 1 :]]
    return [phrase]


def _head(phrase: Sequence[Token]) -> Sequence[Token]:
    """The part before the first preposition or comma, after the last possessive."""
    start = 0
    for position, token in enumerate(phrase):
        if position and (token.low in PREPOSITIONS or token.low in {",", "who", "while"}):
            return phrase[start:position] or phrase
        if is_possessive(token) and position + 1 < len(phrase):
            start = position + 1
    return phrase[start:]


def _plain(phrase: Sequence[Token]) -> str:
    start = 0
    while start < len(phrase) - 1 and (phrase[start].low in DETERMINERS or phrase[start].low in HONORIFICS):
        start += 1
    text = ""
    end = next(
        (index for index in range(start + 1, len(phrase)) if phrase[index].low in {"in", "on", "at"}), len(phrase)
    )
    for position in range(start, end):
        token = phrase[position]
        gap = position > start and token.start > phrase[position - 1].end
        text += (" " if gap else "") + token.text
    return text
