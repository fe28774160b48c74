"""What `prepare` would make of texts, without writing anything."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from analysis import tokens
from analysis.corpus import readers
from analysis.corpus.records import Found, Page, Record, Rejected, Seen
from analysis.prepare import numbering, sources
from analysis.prepare.run import Request

PAGES = 200  # web pages whose article a preview looks for, which takes long
SHOWN = 5  # records, sources and rejections that it shows of each kind


@dataclass
class _Looked:
    """What was found so far; of most records only their number and source is kept."""

    seen: list[Seen] = field(default_factory=list)
    first: list[Record] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    unopened: int = 0

    def take(self, found: Found) -> None:
        if isinstance(found, Page) and len(self.named) >= PAGES:
            self.unopened += 1
            return
        one = readers.open_page(found) if isinstance(found, Page) else found
        if isinstance(one, Rejected):
            self.rejected.append(one)
            return
        self.named.append(numbering.source_of(one.source, one.origin, one.place))
        if len(self.first) < SHOWN:
            self.first.append(one)


def preview(request: Request) -> Iterator[str]:
    """Lines that say what was recognised, the first documents, the sources, and what could not be read."""
    looked = _Looked()
    for found in readers.read(request.texts, request.resolved(request.known()).reading, looked.seen.append):
        looked.take(found)
    yield "recognised:"
    for one in looked.seen:
        yield f"  {one.file}: {one.format}" + (f"; {one.detail}" if one.detail else "")
    yield f"documents: {len(looked.named):,}"
    for record in looked.first:
        yield f"  {_brief(record)}"
    if looked.unopened:
        yield f"web pages that were not looked into: {looked.unopened:,}"
    yield from _sources(request, looked.named)
    if looked.rejected:
        yield f"cannot be read: {len(looked.rejected):,}"
        for bad in looked.rejected[:SHOWN]:
            yield f"  {bad.where}: {bad.reason}"
    yield "Nothing was written."


def _brief(record: Record) -> str:
    date = (readers.read_date(record.date) or f"? ({record.date})") if record.date else "no date"
    begins = " ".join(record.text.split()[:6])
    return f"{record.where}: {record.source or 'no source'}; {date}; {tokens.count_words(record.text):,} words; “{begins} …”"


def _sources(request: Request, named: list[str]) -> Iterator[str]:
    spelled = sources.spellings(named, sources.kept(request.study))
    counts: Counter[str] = Counter()
    for row in spelled.itertuples():
        counts[row.source] += row.documents
    yield f"sources: {len(counts):,}"
    for source, number in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:SHOWN]:
        ways = sorted(set(spelled.loc[spelled["source"] == source, "spelling"]) - {source})
        yield f"  {source}: {number:,}" + (f" (also as {', '.join(ways)})" if ways else "")
