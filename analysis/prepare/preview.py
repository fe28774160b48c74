"""What `prepare` would make of texts, without writing anything."""

import itertools
from collections import Counter
from collections.abc import Iterator

from analysis import study, tokens
from analysis.corpus import readers
from analysis.corpus.records import Page, Record, Rejected, Seen
from analysis.prepare import numbering, sources
from analysis.prepare.run import Request

MOST = 2000  # records that a preview looks at
SHOWN = 5  # records, sources and rejections that it shows of each kind


def preview(request: Request) -> Iterator[str]:
    """Lines that say what was recognised, the first documents, the sources, and what could not be read."""
    known = study.load(request.study) if (request.study / study.FILE).exists() else None
    options = request.reading
    if known:
        options = readers.Options(options.encoding, options.columns, options.names, known.sources)
    seen: list[Seen] = []
    found = list(itertools.islice(readers.read(request.texts, options, seen.append), MOST))
    opened = [readers.open_page(one) if isinstance(one, Page) else one for one in found]
    records = [one for one in opened if isinstance(one, Record)]
    rejected = [one for one in opened if isinstance(one, Rejected)]
    yield "recognised:"
    for one in seen:
        yield f"  {one.file}: {one.format}" + (f"; {one.detail}" if one.detail else "")
    looked = f"the first {MOST:,} records" if len(found) == MOST else "all records"
    yield f"documents ({looked}): {len(records):,}"
    for record in records[:SHOWN]:
        yield f"  {_brief(record)}"
    yield from _sources(request, records)
    if rejected:
        yield f"cannot be read: {len(rejected):,}"
        yield from (f"  {bad.file}{', ' * bool(bad.row)}{bad.row}: {bad.reason}" for bad in rejected[:SHOWN])
    yield "Nothing was written."


def _brief(record: Record) -> str:
    place = f"{record.origin}, {record.place}" if record.place else record.origin
    date = (readers.read_date(record.date) or f"? ({record.date})") if record.date else "no date"
    begins = " ".join(record.text.split()[:6])
    return f"{place}: {record.source or 'no source'}; {date}; {tokens.count_words(record.text):,} words; “{begins} …”"


def _sources(request: Request, records: list[Record]) -> Iterator[str]:
    named = [numbering.source_of(record.source, record.origin, record.place) for record in records]
    spelled = sources.spellings(named, sources.kept(request.study))
    counts: Counter[str] = Counter()
    for row in spelled.itertuples():
        counts[row.source] += row.documents
    yield f"sources: {len(counts):,}"
    for source, number in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:SHOWN]:
        ways = sorted(set(spelled.loc[spelled["source"] == source, "spelling"]) - {source})
        yield f"  {source}: {number:,}" + (f" (also as {', '.join(ways)})" if ways else "")
