r"""Named values as macros: `\rashomon{corpus.words}` and `\RashomonCorpusWords` print 1,331.

LaTeX looks a name up by `\csname`. pandoc skips that, so the same file first defines `\rashomon` as a list of comparisons,
which pandoc reads and LaTeX never runs.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from analysis.report import cells

PARTS = ("text", "unit", "n", "low", "high")

_HEAD = r"""% The named values of a Rashomon report, for LaTeX and for pandoc. In the preamble of a manuscript:
%   \input{values.tex}
% and then, for a value with a name in values.csv,
%   \rashomon{corpus.words}       its number as the report prints it
%   \rashomon[low]{corpus.words}  the lower end of its interval; likewise high, n and unit, where it has them
%   \RashomonCorpusWords          the number again, under a name of letters
"""
# A line ends behind a command's name, or pandoc would print a space for it.
_FOR_PANDOC = r"""% For pandoc only: LaTeX replaces \rashomon below.
\newcommand{\rashomonpart}[6]{\ifstrequal
{#1}{text}{#2}{}\ifstrequal{#1}{unit}{#3}{}\ifstrequal{#1}{n}{#4}{}\ifstrequal
{#1}{low}{#5}{}\ifstrequal{#1}{high}{#6}{}}
\newcommand{\rashomon}[2][text]{"""
_FOR_LATEX = r"""}
% For LaTeX; pandoc skips what follows.
\expandafter\renewcommand\csname rashomon\endcsname[2][text]{%
\ifcsname rashomon/\detokenize{#2}/#1\endcsname\csname rashomon/\detokenize{#2}/#1\endcsname
\else\errmessage{The report has no #1 of a value '#2'. values.csv lists the names}\fi}
"""
_DIGITS = ("Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
_SIGNS = {
    **{sign: rf"\{sign}" for sign in "%&#$_{}"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    "\u2212": r"\ensuremath{-}",
    "\N{NO-BREAK SPACE}": "~",
    "“": r"\textquotedblleft{}",
    "”": r"\textquotedblright{}",
    "‘": r"\textquoteleft{}",
    "’": r"\textquoteright{}",
    "–": r"\textendash{}",
    "—": r"\textemdash{}",
    "…": r"\dots{}",
    "\n": " ",
    "\t": " ",
}
_LIGATURE = re.compile(r"(?<=[-'`,?!])(?=[-'`,])")  # two signs that TeX would print as one


def tex(records: Mapping[str, Mapping[str, Any]]) -> str:
    """The file of macros for published values, by name."""
    names = letters(records)
    shown = {name: _parts(record) for name, record in records.items()}
    parts = [
        *(f"\\newcommand{{\\{names[name]}}}{{{shown[name]['text']}}}\n" for name in records),
        _FOR_PANDOC,
        *(_compared(name, names[name], shown[name]) for name in records),
        _FOR_LATEX,
        *(_looked_up(name, names[name], shown[name]) for name in records),
    ]
    return _HEAD + "".join(parts)


def letters(names: Iterable[str]) -> dict[str, str]:
    """A macro name of letters for each value name: `topics.2-of` is `RashomonTopicsTwoOf`.

    Names that would come out the same, `a.b` and `a-b`, each get letters of a digest of the name behind them, so that
    neither is taken for the other.
    """
    names = list(names)
    plain = {name: _spelled(name) for name in names}
    counts = Counter(plain.values())
    return {name: plain[name] + (_digest(name) if counts[plain[name]] > 1 else "") for name in names}


def escaped(text: str) -> str:
    """Foreign text for LaTeX's text mode: nothing in it is a command, and no two signs become one.

    Letters beyond ASCII stay: pdfLaTeX prints those of European languages, LuaLaTeX and XeLaTeX what their font has.
    """
    return "".join(_SIGNS.get(sign, sign) for sign in _LIGATURE.sub("\x00", text)).replace("\x00", "{}")


def _spelled(name: str) -> str:
    words = re.split(r"[._-]+", re.sub(r"\d", lambda digit: f".{_DIGITS[int(digit[0])]}.", name))
    return "Rashomon" + "".join(word[:1].upper() + word[1:] for word in words)


def _digest(name: str) -> str:
    """An X and eight letters."""
    found = hashlib.sha256(name.encode()).digest()[:8]
    return "X" + "".join(chr(ord("a") + byte % 26) for byte in found)


def _parts(record: Mapping[str, Any]) -> dict[str, str]:
    """The parts of a value as LaTeX; those that it does not have are missing."""
    found = {"text": _number(str(record["text"])) if not isinstance(record["value"], str) else escaped(record["text"])}
    if record.get("unit"):
        found["unit"] = escaped(record["unit"])
    for part, digits in (("n", 0), ("low", record.get("digits", 0)), ("high", record.get("digits", 0))):
        if record.get(part) is not None:
            found[part] = _number(cells.number(record[part], digits))
    return found


def _number(text: str) -> str:
    """A printed number; its thousands separators and its minus sign are right in text and in formulas."""
    return re.sub(r"(?<=\d),(?=\d)", "{,}", escaped(text.replace(" %", "\N{NO-BREAK SPACE}%")))


def _compared(name: str, macro: str, parts: Mapping[str, str]) -> str:
    others = "".join(f"{{{parts.get(part, '')}}}" for part in PARTS[1:])
    return f"\\ifstrequal\n{{#2}}{{{name}}}{{\\rashomonpart{{#1}}{{\\{macro}}}{others}}}{{}}"


def _looked_up(name: str, macro: str, parts: Mapping[str, str]) -> str:
    shown = {**parts, "text": f"\\{macro}"}
    return "".join(
        f"\\expandafter\\def\\csname rashomon/\\detokenize{{{name}}}/{part}\\endcsname{{{shown[part]}}}\n"
        for part in PARTS
        if part in shown
    )
