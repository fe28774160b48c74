"""The manifest that a page carries in itself, so that the one file can be verified without its folder.

It stands in a data block, `<script type="application/json">`, which no browser runs. It has what was known before the
page was written: everything that the report was made from, and the digests of what was published beside the page.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

_OPENING = '<script type="application/json" id="manifest">'
_BLOCK = re.compile(rf"^{_OPENING}(.*?)</script>$", re.MULTILINE)


def block(origin: Mapping[str, Any], outputs: Mapping[str, str]) -> str:
    """The data block of a page, on one line: `origin` with one digest of all code, and the digests of other `outputs`.

    No `<` is in it, so nothing that a parameter or a file's name holds can end it.
    """
    told = {**origin, "code": {"sha256": origin["code"]["sha256"]}, "outputs": dict(outputs)}
    written = json.dumps(told, separators=(",", ":"))
    for character in "<>&":
        written = written.replace(character, f"\\u{ord(character):04x}")
    return f"{_OPENING}{written}</script>"


def blocks(page: str) -> list[str]:
    """The data blocks with a manifest in the text of a page: one, where nobody has changed it."""
    return _BLOCK.findall(page)
