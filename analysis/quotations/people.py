"""People and the spellings of their names, over all documents of a study."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from analysis.quotations.names import Mention, find_mentions, is_initial

# Short forms of given names, each with those it may stand for.
_SHORT = {
    short: tuple(given.split())
    for line in """
        abe: abraham; al: albert alan allen alfred; alex: alexander alexandra; andy: andrew; barb: barbara; becky: rebecca;
        ben: benjamin; bernie: bernard; bert: albert robert; beth: elizabeth; betsy: elizabeth; bill: william; billy: william;
        bob: robert; bobby: robert; brad: bradley; cathy: catherine; charlie: charles; chris: christopher christine christina;
        chuck: charles; cindy: cynthia; dan: daniel; danny: daniel; dave: david; deb: deborah; debbie: deborah; dick: richard;
        don: donald; doug: douglas; drew: andrew; ed: edward edwin edmund; eddie: edward; frank: francis franklin;
        fred: frederick; gene: eugene; geoff: geoffrey; greg: gregory; gus: augustus; hank: henry; harry: henry harold;
        jack: john; jake: jacob; jeff: jeffrey; jen: jennifer; jenny: jennifer; jerry: gerald jerome; jim: james; jimmy: james;
        joe: joseph; joey: joseph; johnny: john; josh: joshua; kate: katherine; kathy: katherine; katie: katherine;
        ken: kenneth; kim: kimberly; larry: lawrence; len: leonard; lindy: linda; liz: elizabeth; maggie: margaret;
        matt: matthew; max: maxwell maximilian; meg: margaret; mick: michael; mike: michael; mitch: mitchell;
        nate: nathan nathaniel; ned: edward; nick: nicholas; pat: patrick patricia; patty: patricia; peggy: margaret;
        pete: peter; phil: philip phillip; randy: randall randolph; ray: raymond; rich: richard; rick: richard;
        rob: robert; ron: ronald; ronnie: ronald; rudy: rudolph; russ: russell; sally: sarah; sam: samuel samantha;
        sandy: sandra; stan: stanley; steve: steven stephen; sue: susan; ted: theodore edward; terry: terence teresa;
        tim: timothy; tom: thomas; tommy: thomas; tony: anthony; val: valerie; vic: victor; vicky: victoria; vince: vincent;
        walt: walter; wendy: gwendolyn; will: william; zach: zachary; sasha: alexander alexandra; misha: mikhail;
        volodya: vladimir; dima: dmitry dmitri; kolya: nikolai; natasha: natalia; katya: yekaterina ekaterina
    """.replace("\n", " ").split(";")
    for short, given in [line.strip().split(": ")]
}
MANY, MOST = 20, 9  # full names, and how many times the others', that make a surname alone one person's


@dataclass(frozen=True)
class Spelling:
    """A row of `aliases.csv`: a spelling as written (without honorific), the person, and the rule that linked them."""

    spelling: str
    name: str
    rule: str  # full name | surname | middle initial | variant spelling | short form | role


def find_people(documents: Sequence[Sequence[str]]) -> list[Spelling]:
    """People's names and their spellings over all documents of a study, sorted by name and spelling.

    A name is a run of two or three capitalised words with a sign that it is a person (a title, a usual given name, an
    apposition, a surname that stands alone elsewhere after an honorific). The canonical form is the most frequent one
    without a middle initial. A surname alone is a person's only if one person of the study has it, or one has it twenty
    times and nine times as often as all others together; a role ("Russian President") only if the texts put it before
    one person's name and no other's.
    """
    return link(Counter(mention for document in documents for text in document for mention in find_mentions(text)))


def link(mentions: Mapping[Mention, int]) -> list[Spelling]:
    """Merges mentions, given with how often each was found, into people; see `find_people`."""
    counts: Counter[tuple[str, ...]] = Counter()
    for mention, count in mentions.items():
        counts[mention.words] += count
    sure: dict[str, set[str]] = defaultdict(set)
    for mention in mentions:
        if mention.sure and len(mention.words) > 1:
            sure[mention.words[-1]].add(mention.words[0])
    acting = {mention.words[0] for mention in mentions if mention.sure and len(mention.words) == 1} - set(sure)
    for mention in mentions:
        if len(mention.words) > 1 and mention.words[-1] in acting:
            sure[mention.words[-1]].add(mention.words[0])
    persons: dict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
    for words, count in counts.items():
        if len(words) > 1 and not is_initial(words[0]) and _is_sure(_core(words), sure):
            persons[words[-1]][_core(words)] += count
    rows: dict[str, Spelling] = {}
    canonical: dict[tuple[str, ...], str] = {}
    for surname in sorted(persons):
        groups = _join_short(_merge(persons[surname]))
        for group in groups:
            best = max(sorted(group), key=lambda core: persons[surname][core])
            for core in group:
                canonical[core] = " ".join(best)
                short = not _same_given(core[0], best[0])
                rule = "full name" if core == best else "short form" if short else "variant spelling"
                rows[" ".join(core)] = Spelling(" ".join(core), " ".join(best), rule)
        said = sorted((sum(persons[surname][core] for core in group), group) for group in groups)
        if len(groups) == 1 or said[-1][0] >= max(MANY, MOST * sum(count for count, _ in said[:-1])):
            rows[surname] = Spelling(surname, canonical[said[-1][1][0]], "surname")
    _add_initials(rows, counts, canonical)
    _add_roles(rows, mentions, canonical)
    return sorted(rows.values(), key=lambda row: (row.name, row.spelling))


def _is_sure(core: tuple[str, ...], sure: Mapping[str, set[str]]) -> bool:
    """Whether the name, or another spelling of it, was seen with a sign that it is a person."""
    return any(_same_given(core[0], given) for given in sure.get(core[-1], ()))


def _add_initials(
    rows: dict[str, Spelling], counts: Counter[tuple[str, ...]], canonical: dict[tuple[str, ...], str]
) -> None:
    for words in sorted(counts):
        spelling = " ".join(words)
        if len(words) < 2 or spelling in rows:
            continue
        name = canonical.get(_core(words))
        if is_initial(words[0]):
            row = rows.get(words[-1])
            name = row.name if row is not None and row.name.startswith(words[0][0]) else None
        if name is not None:
            rows[spelling] = Spelling(spelling, name, "middle initial")


def _add_roles(rows: dict[str, Spelling], mentions: Iterable[Mention], canonical: dict[tuple[str, ...], str]) -> None:
    holders: dict[str, set[str]] = defaultdict(set)
    for mention in mentions:
        row = rows.get(" ".join(mention.words))
        if row is not None and len(mention.role) > 1 and mention.role[-1][0].isupper():
            holders[" ".join(mention.role)].add(row.name)
    for role, names in sorted(holders.items()):
        if len(names) == 1 and role not in rows:
            rows[role] = Spelling(role, next(iter(names)), "role")


def _merge(cores: Counter[tuple[str, ...]]) -> list[list[tuple[str, ...]]]:
    groups: list[list[tuple[str, ...]]] = []
    for core in sorted(cores):
        for group in groups:
            if any(_same_given(core[0], other[0]) for other in group):
                group.append(core)
                break
        else:
            groups.append([core])
    return groups


def _join_short(groups: list[list[tuple[str, ...]]]) -> list[list[tuple[str, ...]]]:
    """Joins the people of one surname whose given names are one name and its short form, where only one other fits."""
    joined = [list(group) for group in groups]
    for group in groups:
        fits = [other for other in groups if other is not group and _is_short(group[0][0], other)]
        if len(fits) == 1:
            own, other = (next(one for one in joined if each[0] in one) for each in (group, fits[0]))
            if own is not other:
                other += own
                joined.remove(own)
    return [sorted(group) for group in joined]


def _is_short(given: str, others: Sequence[tuple[str, ...]]) -> bool:
    return any(core[0].lower() in _SHORT.get(given.lower(), ()) for core in others)


def _same_given(left: str, right: str) -> bool:
    if left == right:
        return True
    a, b = _sound(left), _sound(right)
    # "Mario" and "Maria" are two people: a final a against another letter tells the gender.
    if a[0] != b[0] or (a[-1] == "a") != (b[-1] == "a"):
        return False
    return a == b or (
        len(left) > 4 and len(right) > 4 and _consonants(a) == _consonants(b) and abs(len(a) - len(b)) < 2
    )


def _sound(name: str) -> str:
    """A spelling that transliterations of one name share (Aleksei, Alexey, Alexei)."""
    low = name.lower()
    for pattern, letter in (("ks", "x"), ("ph", "f"), ("kh|ch", "h"), ("ck", "k"), ("[yj]", "i"), ("v", "w")):
        low = re.sub(pattern, letter, low)
    return re.sub(r"(.)\1+", r"\1", low)


def _consonants(sound: str) -> str:
    return re.sub("[aeiou]", "", sound)


def _core(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for position, word in enumerate(words) if position == 0 or not is_initial(word))
