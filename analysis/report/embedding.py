"""The manifest that a page carries in itself, so that the one file can be verified without its folder.

It stands in a data block, `<script type="application/json">`, which no browser runs. It has what was known before the
page was written: everything that the report was made from, and the digests of what was published beside the page.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

_ATTRIBUTES = 'type="application/json" id="manifest"'
_BLOCK = re.compile(rf"^<script {_ATTRIBUTES}>(.*?)</script>$", re.MULTILINE)


def block(origin: Mapping[str, Any], outputs: Mapping[str, str]) -> str:
    """The data block of a page: `origin` with one digest of all code, and the digests of other `outputs`."""
    return data(_ATTRIBUTES, {**origin, "code": {"sha256": origin["code"]["sha256"]}, "outputs": dict(outputs)})


def data(attributes: str, told: Any) -> str:
    """A data block, on one line. No `<` is in it, so no text that it holds can end it."""
    written = json.dumps(told, separators=(",", ":"))
    for character in "<>&":
        written = written.replace(character, f"\\u{ord(character):04x}")
    return f"<script {attributes}>{written}</script>"


def blocks(page: str) -> list[str]:
    """The data blocks with a manifest in the text of a page: one, where nobody has changed it."""
    return _BLOCK.findall(page)
