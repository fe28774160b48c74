"""Who a speaker as written is: names by their spellings, roles by the texts' own appositions, pronouns by the last
person or group that fits."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from analysis.quotations.grammar import (
    DETERMINERS,
    POSSESSIVES,
    PREPOSITIONS,
    Token,
    is_name_word,
    is_plural,
    is_possessive,
    word_set,
)
from analysis.quotations.names import HONORIFICS, MODIFIERS, TITLES, Mention
from analysis.quotations.people import link
from analysis.quotations.phrases import main_subject

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

# What happens does not speak: “his turning away suggested that …” attributes nothing to anybody.
_EVENTS = word_set(
    "attack attacks choice choices comment comments decision decisions deal meeting meetings move moves remark remarks "
    "summit summits talks visit visits vote votes war wars"
)
_BEINGS = word_set("king being sibling")


@dataclass
class Speakers:
    """What a document has told so far about who is who. `person`, `group` and `spokes` are the last of their kind."""

    aliases: Mapping[str, str]
    roles: list[tuple[frozenset[str], str]] = field(default_factory=list)
    genders: dict[str, str] = field(default_factory=dict)
    role_aliases: dict[str, str] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    people: list[str] = field(default_factory=list)
    group: str = "unknown"
    last: str = "unknown"

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
        if name in self.people:
            self.people.remove(name)
        self.people.append(name)

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

    def resolve(self, phrase: Sequence[Token]) -> str:
        """The canonical speaker of a noun phrase; the phrase as written (without article) where it names nobody."""
        low = phrase[0].low
        if len(phrase) == 1 and low in {"he", "she", "his", "her"}:
            return self._by_gender("male" if low in {"he", "his"} else "female")
        if len(phrase) == 1 and low in {"i", "you", "my", "your", "there", "what"}:
            return "unknown"
        if phrase[-1].low in {"two", "both"} and len(phrase) < 3 and len(self.people) > 1:
            pair = " and " in self.people[-1]  # the two were named together
            return self.people[-1] if pair else " and ".join(self.people[-2:])
        if len(phrase) == 1 and low in _GROUPS:
            return self.group
        if _is_event(phrase):
            return "unknown"
        speaker = self._resolve_phrase(phrase)
        if speaker in self.names:
            self.remember(speaker)
        else:
            self.group = speaker
        return speaker

    def _by_gender(self, gender: str) -> str:
        for name in reversed(self.people):
            if self.genders.get(name, gender) == gender:
                return name
        return "unknown"

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
        if phrase[-1].is_capital and phrase[-1].low in MODIFIERS:
            return None  # the Kremlin is not its spokesman
        best = [name for role, name in self.roles if words <= role]
        recent = [name for name in self.people if name in best]
        return recent[-1] if recent else best[0] if best else None

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
    speakers = Speakers(merged, role_aliases=roles, names=frozenset(merged.values()))
    for mention in mentions:
        name = merged.get(" ".join(mention.words))
        if name is None:
            continue
        words = role_words(mention.role)
        if words and (words, name) not in speakers.roles:
            speakers.roles.append((words, name))
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
                speakers.roles.append((words, name))
        for words_of in re.finditer(r"\b([A-Z][a-z]+) ((?:[A-Z][\w.]* ){1,3})of ([A-Z]\w+)", text):
            name = speakers.aliases.get(words_of.group(2).strip())
            if name is not None:
                speakers.roles.append((role_words([words_of.group(1), words_of.group(3)]), name))


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


def _is_event(phrase: Sequence[Token]) -> bool:
    """Whether the head of a noun phrase, the word before its first preposition, is something that happens."""
    end = next((place for place, token in enumerate(phrase) if place and token.low in PREPOSITIONS), len(phrase))
    head = phrase[end - 1]
    return head.low in _EVENTS or (head.low.endswith("ing") and head.low not in _BEINGS and not is_name_word(head))
