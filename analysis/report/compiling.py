"""Run Typst."""

import os
import pickle
import subprocess
import sys
from typing import Any

from analysis.report import fonts

# Typst keeps a pool of threads from its first use on. A process forked after that has the pool but not its threads, and
# would wait for them for ever: it asks a new process instead.
_used_by: list[int] = []
_APART = """
import pickle, sys
sys.path[:], source, options = pickle.load(sys.stdin.buffer)
import typst
try:
    made = typst.compile(source, **options)
except typst.TypstError as error:
    made = str(error.diagnostic or error)
sys.stdout.buffer.write(pickle.dumps(made))
"""


class RefusedError(Exception):
    """Source that Typst does not set, with its message."""


def compiled(source: str, **options: Any) -> bytes:
    """What Typst makes of a source, with the fonts of its wheel and the figures'. `options` are those of `typst.compile`.

    Raises RefusedError with Typst's message.
    """
    with fonts.folder() as folder:
        return _compiled(source, {"ignore_system_fonts": True, "font_paths": [folder], "format": "pdf", **options})


def _compiled(source: str, options: dict[str, Any]) -> bytes:
    if _used_by and _used_by[0] != os.getpid():
        made = _apart(source.encode(), options)
        if isinstance(made, str):
            raise RefusedError(made)
        return made
    import typst

    _used_by[:] = [os.getpid()]
    try:
        content: Any = typst.compile(source.encode(), **options)
    except typst.TypstError as error:
        raise RefusedError(str(error.diagnostic or error)) from None
    return bytes(content)


def _apart(source: bytes, options: dict[str, Any]) -> bytes | str:
    """The same in a process of its own: the file, or Typst's message."""
    asked = pickle.dumps((sys.path, source, options))
    done = subprocess.run([sys.executable, "-c", _APART], input=asked, stdout=subprocess.PIPE, check=True)
    made: bytes | str = pickle.loads(done.stdout)
    return made
