"""What the report says of where a passage stands."""

from analysis.context import Context
from analysis.statements.sentence import Sentence, Values


def where(found: Context) -> Sentence:
    """Where whoever holds the texts finds a passage."""
    values = Values()
    passage, file = values.put("context.passage", found.passage), values.put("context.file", found.file)
    place = f", {values.put('context.place', found.place)}" if found.place else ""
    starts = {"context.original.start": found.original_start, "context.original.end": found.original_end}
    starts |= {"context.cleaned.start": found.start, "context.cleaned.end": found.end}
    first, last, start, end = (values.put(name, value, "characters") for name, value in starts.items())
    return values.say(
        f"Passage {passage} stands in {file}{place}: there it runs from character {first} to {last}, in the cleaned text "
        f"from {start} to {end}."
    )
