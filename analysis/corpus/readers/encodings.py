"""From bytes to text: the encoding that is marked, named, recognised or guessed."""

import codecs
import re
from collections.abc import Callable, Iterable
from typing import BinaryIO

from analysis.corpus.readers import limits
from analysis.corpus.readers.limits import UnreadableError
from analysis.errors import InputError

# UTF-32 goes before UTF-16: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Codecs of Python that are for names and source code, not for texts.
_NOT_FOR_TEXTS = {"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape"}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\ufffe]")
_LATIN = frozenset("àáâãäåæçèéêëìíîïñòóôõöøœùúûüýÿßðþšžªº")
_LATIN_2 = frozenset("áâăäąćčçďđéęëěíîľĺłńňóôöőŕřśšşșťţțúůüűýźżž")
_CYRILLIC = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяёєіїґўџјљњћђ")
_GREEK = frozenset("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ")
_SIGNS = frozenset("“”‘’«»‹›„‚–—…•·¿¡°€£§©®™½¼¾±×²³\xa0№")
# In order of preference where two are equally plausible. The first also serves for Latin-1, of which it is the superset.
_CANDIDATES = (
    ("cp1252", _LATIN),
    ("mac_roman", _LATIN),
    ("iso8859_15", _LATIN),
    ("cp1250", _LATIN_2),
    ("iso8859_2", _LATIN_2),
    ("cp1251", _CYRILLIC),
    ("koi8_r", _CYRILLIC),
    ("mac_cyrillic", _CYRILLIC),
    ("cp866", _CYRILLIC),
    ("iso8859_5", _CYRILLIC),
    ("cp1253", _GREEK),
)
_PLAUSIBLE = 0.1  # share of the characters beyond ASCII that may look out of place in a guess that is taken


def check_name(encoding: str | None) -> None:
    """InputError unless `encoding` is None or one that Python knows for texts."""
    try:
        if encoding is not None and codecs.lookup(encoding).name.replace("-", "_") in _NOT_FOR_TEXTS:
            raise LookupError
        b"a".decode(encoding or "utf-8")
    except (LookupError, ValueError) as error:
        if isinstance(error, UnicodeDecodeError):
            return  # one byte is not a whole character in this encoding
        raise InputError(
            "--encoding", f"unknown encoding {encoding!r}", "Use a name that Python knows, e.g. cp1252."
        ) from None


def decode(raw: bytes, named: str | None = None) -> tuple[str, str]:
    """The text of a file, and the encoding if it was guessed (empty for UTF-8, a marked one or the one named).

    Tried in this order: the named one, a byte-order mark, UTF-8, UTF-16 and UTF-32 by where their zero bytes stand, the
    usual ones of European news by whether the characters look in place, and last charset-normalizer. Raises UnreadableError
    for what is empty, damaged or not a text.
    """
    if not raw.strip():
        raise UnreadableError("the file is empty; remove it or put the article's text in it")
    chosen, guessed = of_bytes(raw, named)
    try:
        text = raw.decode(chosen).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        found = f"not {chosen}: byte 0x{raw[error.start]:02x} at place {error.start}"
        raise UnreadableError(f"{found}; save it as UTF-8, or name its encoding: --encoding cp1252") from None
    except (UnicodeError, ValueError):
        raise UnreadableError(f"not {chosen}; save it as UTF-8, or name its encoding: --encoding cp1252") from None
    check(text)
    return text, guessed


def check(text: str) -> None:
    """UnreadableError if a text holds control characters, halves of characters or no words, or is far too long.

    The characters U+007F to U+009F pass: they are traces of a wrong decoding upstream, which cleaning repairs.
    """
    if control := _CONTROL.search(text):
        found = f"not a text: control character U+{ord(control[0]):04X} at place {control.start()}"
        raise UnreadableError(f"{found}; save Word, PDF or spreadsheet files as text first")
    if half := re.search(r"[\ud800-\udfff]", text):
        raise UnreadableError(f"damaged: a broken character at place {half.start()}; save it as UTF-8 again")
    if not re.search(r"\w", text):
        raise UnreadableError("has no words; remove it or put the article's text in it")
    if len(text) > limits.DOCUMENT:
        found = f"a document of {len(text):,} characters, more than {limits.DOCUMENT:,}"
        raise UnreadableError(f"{found}; split it into its articles")


def of_stream(start: Callable[[], BinaryIO], named: str | None) -> tuple[str, str]:
    """Like `decode`, for a table too large to hold: the encoding to read it with, and the same if it was guessed.

    Rows that are not UTF-8 in a file that mostly is do not decide: they are read with lone surrogates, which `check`
    rejects row by row.
    """
    with start() as stream:
        head = stream.read(limits.SAMPLE)
        if named or _marked(head) or _wide(head):
            return of_bytes(head, named)
        if _is_utf_8(_chunks(head, stream)):
            return "utf-8", ""
    with start() as stream:
        valid, odd = 0, bytearray()
        for line in iter(lambda: stream.readline(limits.SAMPLE), b""):
            if line.isascii():
                continue
            if _is_utf_8([line]):
                valid += 1
            else:
                valid -= 1
                odd += line[: limits.SAMPLE - len(odd)]
    return ("utf-8", "") if valid > 0 else (_guess(bytes(odd)),) * 2


def _chunks(head: bytes, stream: BinaryIO) -> Iterable[bytes]:
    yield head
    yield from iter(lambda: stream.read(limits.MEGABYTE), b"")


def _is_utf_8(chunks: Iterable[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in chunks:
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def of_bytes(raw: bytes, named: str | None) -> tuple[str, str]:
    """The encoding to decode with, and its name again if that is a guess."""
    if named:
        return named, ""
    if sure := _marked(raw):
        return sure, ""
    if wide := _wide(raw):
        return wide, wide
    if _is_utf_8([raw]) or _is_damaged(raw):
        return "utf-8", ""
    guessed = _guess(raw)
    return guessed, guessed


def _marked(raw: bytes) -> str:
    return next((name for mark, name in _MARKS if raw.startswith(mark)), "")


def _wide(raw: bytes) -> str:
    """UTF-16 or UTF-32 without a mark: zero bytes stand at the same places of each unit, and only there."""
    head = raw[: limits.SAMPLE // 16 * 4]
    head = head[: len(head) // 4 * 4]
    zeros = [head[place::4].count(0) for place in range(4)]
    unit = len(head) // 4
    if not any(zeros):
        return ""
    if zeros[2] == zeros[3] == unit and not zeros[0]:
        return "utf-32-le"
    if zeros[0] == zeros[1] == unit and not zeros[3]:
        return "utf-32-be"
    even, odd = zeros[0] + zeros[2], zeros[1] + zeros[3]
    if not even and odd >= unit * 0.1 and _is_alphabetic(head.decode("utf-16-le", "replace")):
        return "utf-16-le"
    if not odd and even >= unit * 0.1 and _is_alphabetic(head.decode("utf-16-be", "replace")):
        return "utf-16-be"
    return ""


def _is_alphabetic(text: str) -> bool:
    """Whether nearly all characters are of alphabets up to Arabic: other bytes read as UTF-16 look like Chinese."""
    return sum(char < "\u0780" or "\u2000" <= char < "\u2200" for char in text) >= 0.9 * len(text)


def _is_damaged(raw: bytes) -> bool:
    """Whether it is UTF-8 but for a few bytes: then any other encoding would turn its letters into two signs each."""
    text = raw[: limits.MEGABYTE].decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return sum(not char.isascii() for char in text) - broken >= 4 * broken


def _guess(raw: bytes) -> str:
    odd = b"\n".join(line for line in raw.splitlines() if not line.isascii())[: limits.SAMPLE]
    ranked = []
    for order, (name, letters) in enumerate(_CANDIDATES):
        try:
            text = odd.decode(name)
        except UnicodeDecodeError:
            continue
        ranked.append((_out_of_place(text, letters), order, name))
    best = min(ranked, default=(1.0, 0, ""))
    if best[0] <= _PLAUSIBLE:
        return best[2]
    from charset_normalizer import from_bytes

    match = from_bytes(odd).best()
    return match.encoding if match and _decodes(raw, match.encoding) else best[2] or "cp1252"


def _decodes(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except (UnicodeError, ValueError):
        return False
    return True


def _out_of_place(text: str, letters: frozenset[str]) -> float:
    """The share of the characters beyond ASCII that the alphabet does not have, or that stand where they never do.

    A capital after a small letter, a sign other than an apostrophe between two letters, a letter of another script
    beside a Latin one, and a Latin letter with an accent between two more of them are out of place.
    """
    foreign = "a" not in letters and "é" not in letters
    wrong = total = 0
    for before, char, after in zip(" " + text, text, text[1:] + " ", strict=False):
        if char.isascii():
            continue
        total += 1
        if char.isalpha():
            beside = (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha())
            inside = not foreign and all(not near.isascii() and near.isalpha() for near in (before, after))
            wrong += (
                char.lower() not in letters or (char.isupper() and before.islower()) or (beside if foreign else inside)
            )
        else:
            wrong += char not in _SIGNS or (before.isalpha() and after.isalpha() and char not in "’–—\xa0")
    return wrong / max(total, 1)
