"""Cues in a sentence: which word attributes, to which subject, and where what is said begins."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.quotations.cues import Form, addressee_end, following, lexicon, skip_complement
from analysis.quotations.grammar import DO, MODALS, Token, is_finite, is_plural, is_possessive, word_set
from analysis.quotations.names import is_headline
from analysis.quotations.phrases import Before, Phrase, before_verb, is_passive, phrase_end
from analysis.quotations.weights import log_odds, signs

_ADDRESSING = word_set("tell remind assure reassure inform ask warn advise notify urge convince persuade")
SAYING = word_set(
    "say tell add write ask note explain report reply respond answer continue announce argue warn insist declare "
    "claim tweet recall conclude admit concede acknowledge observe suggest state according-to confirm stress "
    "emphasize joke predict contend believe think remark reveal charge complain post testify assert lament quip "
    "muse agree reiterate"
)
THRESHOLD = 0.0  # logarithm of the odds above which a word is taken for a cue
_LEFT = {
    "base": {"pronoun", "name", "noun", "comma", "relative", "to", "quote", "and"},
    "third": {"pronoun", "name", "noun", "comma", "relative", "quote", "and", "bare comma"},
    "past": {"pronoun", "name", "noun", "comma", "relative", "quote", "and", "bare comma"},
    "ing": {"pronoun", "name", "noun", "comma", "relative", "quote", "and", "bare comma", "start", "other"},
}
_SINGULAR_PRONOUNS = frozenset({"he", "she", "it", "this", "that", "one", "another", "everyone", "nobody", "someone"})


@dataclass(frozen=True)
class Candidate:
    """A possible cue: tokens `first`..`verb`..`end` (exclusive; what follows begins there)."""

    first: int
    verb: int
    end: int
    lemma: str
    cue_class: str
    mode: str  # "" active, "p:" passive, "i:" participle, "t:" infinitive, "n:" noun, "a:" adjective
    context: str  # what follows, see `cues.following`
    left: str  # what precedes, see `phrases.Before`
    subject: Phrase | None
    licensed: bool  # it attributes, by the weights of the signs around it
    speaks: bool = True  # a verb that agrees with a subject, beside which a quotation may stand
    signs: tuple[str, ...] = ()


def candidates(sentence: Sequence[Token]) -> list[Candidate]:
    """All possible cues of a sentence in order, whether they attribute or not."""
    forms = lexicon()
    headline = is_headline(sentence)
    found: list[Candidate] = []
    for position, token in enumerate(sentence):
        if token.quote is not None:
            continue
        if token.low == "according" and position + 1 < len(sentence) and sentence[position + 1].low == "to":
            according = _according(sentence, position)
            found += [according] if according is not None else []
            continue
        form = forms.get(token.low)
        if found and found[-1].context == "clear" and found[-1].end == position + 1:
            continue
        if form is not None and (headline or position == 0 or token.text.islower()):
            found.append(_weigh(sentence, position, form, found[-1].lemma if found else "none"))
    return found


def _weigh(sentence: Sequence[Token], position: int, form: Form, earlier: str) -> Candidate:
    """Reads the surroundings of the form of a cue at `position`."""
    before = before_verb(sentence, position)
    mode = _mode(before, form, sentence[position].low)
    end = skip_complement(sentence, position + 1)
    context = following(sentence, end)
    if form.cue.lemma in _ADDRESSING and mode != "p:" and context in {"clause", "noun", "end"}:
        end = skip_complement(sentence, addressee_end(sentence, end))
        context = "+" + following(sentence, end)
    if context == "clear":
        end += 2 if sentence[end].low == "it" else 1
    cue = form.cue
    found = signs(sentence, position, cue.lemma, before, mode + context, earlier)
    speaks = (
        cue.kind == "verb"
        and sentence[position].text.islower()
        and before.left in _LEFT[form.tense]
        and _agrees(sentence, before, form)
    )
    certain = speaks and cue.lemma in SAYING and mode == "i:" and context.lstrip("+") in {"that", "quote", "colon"}
    licensed = certain or (log_odds("cues", found) > THRESHOLD and not _acts(sentence, position, form))
    return Candidate(
        before.first, position, end, cue.lemma, cue.cue_class, mode, context, before.left, before.subject, licensed,
        speaks, tuple(found),
    )  # fmt: skip


def _acts(sentence: Sequence[Token], position: int, form: Form) -> bool:
    """Whether the word is a noun with a verb of its own ("his remarks did harm")."""
    may_be_noun = form.tense in {"noun", "base", "third"}
    return may_be_noun and position + 1 < len(sentence) and is_finite(sentence[position + 1])


def _mode(before: Before, form: Form, word: str) -> str:
    if form.tense == "adjective":
        return "a:"
    if form.tense == "noun" or (form.tense in {"base", "third"} and before.left == "determiner"):
        return "n:"
    if form.tense == "past" and (is_passive(before, word) or before.left == "start"):
        return "p:"
    if form.tense == "ing" and not before.auxiliaries:
        return "i:"
    return "t:" if before.left == "to" else ""


def _agrees(sentence: Sequence[Token], before: Before, form: Form) -> bool:
    """Whether verb and subject go together in number, which sifts nouns ("the state claims") from verbs."""
    if before.subject is None:
        return True
    last = sentence[before.subject.last]
    if last.text.isdigit():
        return False
    first = sentence[before.subject.first]
    joined = any(token.low == "and" for token in sentence[before.subject.first : before.subject.last])
    plural = joined or is_plural(last) or last.low in {"they", "we", "i", "you", "some", "many", "others", "both"}
    if form.tense == "third":
        if first.low in {"the", "a", "his", "their", "its"} and before.left == "noun" and plural:
            return False
        return not plural or before.left in {"name", "relative", "comma"}
    if form.tense == "base" and not before.auxiliaries & (DO | MODALS):
        if before.left == "to":
            return True
        return (plural or _has_plural(sentence, before.subject)) and last.low not in _SINGULAR_PRONOUNS
    return True


def _has_plural(sentence: Sequence[Token], phrase: Phrase) -> bool:
    # "critics of the plan say": the head stands before the first preposition.
    for token in sentence[phrase.first : phrase.last]:
        if token.low in {"of", "for", "in", "at", "with", "from", "on"}:
            return False
        if is_plural(token) and not is_possessive(token):
            return True
    return False


def _according(sentence: Sequence[Token], position: int) -> Candidate | None:
    first = position + 2
    if first >= len(sentence) or sentence[first].quote is not None or not sentence[first].is_word:
        return None
    last = phrase_end(sentence, first)
    subject = Phrase(first, last)
    return Candidate(
        position, position + 1, last + 1, "according to", "neutral", "", "according", "according", subject, True
    )
