"""The model of a report that HTML and PDF are both written from, assembled from executed notebooks."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, TypeAlias

from analysis.errors import PublishError
from analysis.report import BUNDLE, dates, evidence, executed, identity, literature, markdown, prose
from analysis.report.making import Made, made
from analysis.report.markdown import Token
from analysis.report.prose import Number, Place, Reference

SUMMARY = "summary"  # the notebook, without its number, that stands first and heads no numbered section

Kind: TypeAlias = Literal["heading", "markdown", "code", "prose", "findings", "standings", "figure", "table", "text"]
Bundle: TypeAlias = Mapping[str, Any]

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NEEDED = {
    "title": {"title"},
    "prose": {"sentences"},
    "findings": {"findings"},
    "standings": {"standings"},
    "figure": {"id", "caption", "alt", "svg", "data"},
    "table": {"id", "caption", "columns", "rows", "shown"},
}
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Block:
    """One thing in a section, in its order.

    `content` is a bundle (prose, findings, figure, table), tokens (heading, markdown), text (text) or a list of sources
    (code of one or more cells); `label` is what folded code is called, or the number of a heading.
    """

    kind: Kind
    content: Any
    cell: int
    number: int = 0
    level: int = 0
    anchor: str = ""
    label: str = ""


@dataclass(frozen=True)
class Section:
    """A notebook: `number` is empty for the summary; `made` says how it ran."""

    notebook: str
    anchor: str
    number: str
    title: Sequence[Token]
    blocks: Sequence[Block]
    made: Made


@dataclass(frozen=True)
class Document:
    """A whole report: title block, sections in reading order, the places references lead to, and named values."""

    title: Bundle
    sections: Sequence[Section]
    places: Mapping[str, Place]
    values: Mapping[str, Bundle]

    def blocks(self, kind: Kind) -> list[Block]:
        """All blocks of a kind, in reading order."""
        return [block for section in self.sections for block in section.blocks if block.kind == kind]

    @cached_property
    def ids(self) -> Mapping[str, str]:
        """The permanent id of each figure and table, by its anchor."""
        study = str(self.title.get("study", ""))
        shown = [*self.blocks("figure"), *self.blocks("table")]
        return {block.anchor: identity.shown(study, block.content) for block in shown}

    @property
    def date(self) -> str:
        """The date of the event, in words."""
        return dates.written(self.title.get("date", ""))

    @property
    def description(self) -> str:
        """The report in a sentence or two: its first finding, or its title."""
        for block in self.blocks("findings"):
            for found in block.content["findings"]:
                return prose.plain(found["sentence"], self.places)
        return prose.visible(self.title["title"])


@dataclass
class _Assembly:
    """What is known while notebooks are read."""

    title: Bundle | None = None
    counts: dict[str, int] = field(default_factory=lambda: {"figure": 0, "table": 0})
    places: dict[str, Place] = field(default_factory=dict)
    ambiguous: set[str] = field(default_factory=set)
    shown: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    values: dict[str, dict[str, Any]] = field(default_factory=dict)
    standings: Mapping[str, Bundle] = field(default_factory=dict)


def assemble(notebooks: Mapping[str, Any], *, whole: bool = True) -> Document:
    """The document of executed notebooks, given by name (`02-topics`).

    With `whole`, every reference must lead somewhere; one notebook alone may refer to others.

    Raises PublishError, naming notebook and cell, for a reference that leads nowhere, a figure or table id used twice,
    a value with two values, a result that is incomplete, or a work cited that the bibliography lacks.
    """
    shown = (bundle for notebook in notebooks.values() for bundle in executed.bundles(notebook))
    state = _Assembly(standings=executed.standings(shown))
    numbers: dict[str, str] = {}
    for name in sorted(notebooks):
        slug = _slug(name)
        numbers[name] = "" if slug == SUMMARY else str(1 + sum(map(bool, numbers.values())))
        place = Place(f"Section {numbers[name]}" if numbers[name] else "Summary", f"sec-{slug}")
        if not slug or place.anchor in state.shown:
            raise PublishError(name, "no name for a section of its own", "name notebooks like 02-topics, each once")
        state.places.update({f"sec-{slug}": place, f"sec-{name.lower()}": place})
        state.shown[place.anchor] = name
    sections = [_section(name, notebooks[name], numbers[name], state) for name in numbers]
    for key in state.ambiguous:
        state.places.pop(key, None)
    for where, key in state.asked:
        if key.startswith(literature.PREFIX):
            state.places[key] = Place(literature.cited(key, where).label, key)
    for where, key in state.asked:
        if whole and key not in state.places:
            twice = key in state.ambiguous
            found = f"@{key} leads to two headings" if twice else f"@{key} leads nowhere"
            raise PublishError(where, found, f"known: {', '.join(f'@{known}' for known in sorted(state.places))}")
    first = markdown.plain(sections[0].title) if sections else "Report"
    title = state.title or {"kind": "title", "title": first}
    values = {name: state.values[name] for name in sorted(state.values)}
    return Document(title, sections, state.places, values)


def _section(name: str, notebook: Any, number: str, state: _Assembly) -> Section:
    slug = _slug(name)
    anchor = f"sec-{slug}"
    blocks: list[Block] = []
    title: Sequence[Token] = [{"type": "text", "raw": slug.replace("-", " ").capitalize()}]
    for index, cell in enumerate(notebook["cells"], start=1):
        where = f"{name}, cell {index}"
        if cell["cell_type"] == "code":
            blocks += list(_code(cell, index, blocks, state, name))
        elif cell["cell_type"] == "markdown":
            tokens = markdown.parse(cell["source"])
            if not blocks and tokens and tokens[0]["type"] == "heading" and tokens[0]["attrs"]["level"] == 1:
                title = tokens.pop(0)["children"]
                _add_place(f"sec-{_slug(markdown.plain(title))}", state.places[anchor], state)
            state.asked += [(where, key) for key in markdown.asked(tokens)]
            blocks += _markdown(tokens, index, (slug, number), blocks, state)
    return Section(name, anchor, number, title, blocks, made(name, notebook))


def _markdown(
    tokens: Sequence[Token], cell: int, section: tuple[str, str], before: Sequence[Block], state: _Assembly
) -> Iterator[Block]:
    """Headings and the text between them. A level is never skipped: outlines and PDF/UA need it so."""
    slug, number = section
    levels = [block.level for block in before if block.kind == "heading"]
    text: list[Token] = []
    for token in tokens:
        if token["type"] != "heading":
            text.append(token)
            continue
        if text:
            yield Block("markdown", text, cell)
            text = []
        levels.append(max(2, min(token["attrs"]["level"], (levels[-1] if levels else 1) + 1, 4)))
        own = _slug(markdown.plain(token["children"])) or "part"
        numbered = f"{number}.{levels.count(2)}" if number and levels[-1] == 2 else ""
        label = f"Section {numbered}" if numbered else prose.visible(markdown.plain(token["children"]))
        anchor = f"sec-{slug}-{own}"
        if anchor in state.shown:
            anchor += f"-{cell}-{len(levels)}"
        state.shown[anchor] = slug
        for key in (f"{slug}-{own}", own):
            _add_place(f"sec-{key}", Place(label, anchor), state)
        yield Block("heading", token["children"], cell, level=levels[-1], anchor=anchor, label=numbered)
    if text:
        yield Block("markdown", text, cell)


def _code(cell: Any, index: int, before: list[Block], state: _Assembly, name: str) -> Iterator[Block]:
    """A code cell: its source, joined to that of a silent cell above it, then its outputs."""
    tags = {"parameters", "injected-parameters"} & set(cell["metadata"].get("tags", ()))
    source, label = [cell["source"].strip()], "parameters" if tags else "code"
    if before and before[-1].kind == "code":
        above = before.pop()
        source, label = [*above.content, *source], above.label
    if any(source):
        anchor = f"code-{_slug(name)}-{index}"
        yield Block("code", [text for text in source if text], index, anchor=anchor, label=label)
    for output in cell["outputs"]:
        bundle = output.get("data", {}).get(BUNDLE)
        if bundle is None:
            if text := _plain_output(output):
                yield Block("text", text, index)
        elif block := _result(bundle, index, name, state):
            yield block


def _plain_output(output: Any) -> str:
    """What a cell printed, as text; other kinds of output are only named."""
    if output["output_type"] == "stream":
        text = output["text"]
    elif output["output_type"] == "error":
        text = "\n".join(output["traceback"]) or f"{output['ename']}: {output['evalue']}"
    else:
        kinds = ", ".join(sorted(output["data"]))
        text = output["data"].get("text/plain", f"[an output that is not shown: {kinds}]")
    return _ANSI.sub("", "".join(text)).rstrip()


def _result(bundle: Bundle, cell: int, name: str, state: _Assembly) -> Block | None:
    """The block of a bundle; a title goes to the document."""
    where = f"{name}, cell {cell}"
    try:
        kind = bundle["kind"]
        if missing := _NEEDED[kind] - bundle.keys():
            raise PublishError(where, f"a {kind} without {', '.join(sorted(missing))}", "run the notebook again")
        if kind == "findings":
            bundle = {**bundle, "findings": [executed.graded(found, state.standings) for found in bundle["findings"]]}
        for sentence in sentences(bundle):
            _collect(sentence, where, name, state)
        state.asked += [(where, f"fig-{found['figure']}") for found in bundle.get("findings", ()) if found["figure"]]
    except (KeyError, TypeError, AttributeError) as error:
        raise PublishError(where, f"a result that cannot be read ({error!r})", "run the notebook again") from None
    if kind == "title":
        if state.title is not None and dict(state.title) != dict(bundle):
            raise PublishError(where, "a second, different title", "show one title in a report")
        state.title = bundle
        return None
    if kind not in state.counts:
        return Block(kind, bundle, cell)
    return _numbered(kind, bundle, cell, where, state)


def _numbered(kind: Kind, bundle: Bundle, cell: int, where: str, state: _Assembly) -> Block:
    """A figure or a table, numbered in order of appearance."""
    if not _ID.fullmatch(str(bundle["id"])):
        raise PublishError(where, f"{bundle['id']!r} is not an id", "use lower-case words joined by '-'")
    if "evidence" in bundle:
        evidence.check(bundle, where)
    anchor = f"{kind[:3]}-{bundle['id']}"
    if anchor in state.shown:
        raise PublishError(
            where, f"a second {kind} {bundle['id']!r}; the first is in {state.shown[anchor]}", "rename one"
        )
    state.shown[anchor] = where
    state.counts[kind] += 1
    state.places[anchor] = Place(f"{kind.capitalize()} {state.counts[kind]}", anchor)
    return Block(kind, bundle, cell, number=state.counts[kind], anchor=anchor)


def sentences(bundle: Bundle) -> Iterator[Bundle]:
    """All sentences of a result bundle."""
    yield from bundle.get("sentences", ())
    for found in bundle.get("findings", ()):
        # how it fares in other settings is told, and its values are counted, where that was computed
        yield from (found[key] for key in ("sentence", "detectable") if key in found)
    yield from (one["sentence"] for one in bundle.get("standings", ()))
    yield from (bundle[key] for key in ("caption", "alt") if key in bundle)


def _collect(sentence: Bundle, where: str, notebook: str, state: _Assembly) -> None:
    """Take up a sentence's values and references. A value belongs to the notebook that computes it, if one does."""
    for piece in prose.pieces(sentence):
        if isinstance(piece, Reference):
            state.asked.append((where, piece.key))
        elif isinstance(piece, Number):
            record = {**piece.record, "text": str(piece.record["text"])}
            known = state.values.setdefault(record["name"], {"notebook": notebook, "cell": where})
            for key, value in record.items():
                if known.setdefault(key, value) != value:
                    found = f"the value {record['name']} is {record[key]} here and {known[key]} in {known['cell']}"
                    raise PublishError(where, found, "give one of them another name")
            if _slug(known["notebook"]) == SUMMARY:
                known.update(notebook=notebook, cell=where)


def _add_place(key: str, place: Place, state: _Assembly) -> None:
    """A name for a heading. One that fits two headings is good for neither, unless it names a whole section."""
    known = state.places.get(key)
    if known is None:
        state.places[key] = place
    elif known != place and known.anchor != key:
        state.ambiguous.add(key)


def _slug(text: str) -> str:
    """`02-topics` as `topics`, `Who speaks?` as `who-speaks`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", re.sub(r"^\d+-", "", plain)))[:200].rstrip("-")
