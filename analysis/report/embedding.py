"""The manifest that a page carries in itself, so that the one file can be verified without its folder.

It stands in a data block, `<script type="application/json">`, which no browser runs. It has what was known before the
page was written: everything that the report was made from, and the digests of what was published beside the page.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.errors import InputError

_ATTRIBUTES = 'type="application/json" id="manifest"'
_BLOCK = re.compile(rf"^<script {_ATTRIBUTES}>(.*?)</script>$", re.MULTILINE)


def block(origin: Mapping[str, Any], outputs: Mapping[str, bytes]) -> str:
    """The data block of a page: `origin` with one digest of all code, and the digests of other outputs."""
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(outputs.items())}
    told = {**origin, "code": {"sha256": origin["code"]["sha256"]}, "outputs": digests}
    return data(_ATTRIBUTES, told)


def data(attributes: str, told: Any) -> str:
    """A data block, on one line. No `<` is in it, so no text that it holds can end it."""
    written = json.dumps(told, separators=(",", ":"))
    for character in "<>&":
        written = written.replace(character, f"\\u{ord(character):04x}")
    return f"<script {attributes}>{written}</script>"


def blocks(page: str) -> list[str]:
    """The data blocks with a manifest in the text of a page: one, where nobody has changed it."""
    return _BLOCK.findall(page)


def read(page: Path) -> dict[str, Any]:
    """The manifest in a page. Raises InputError where there is none, or more than one."""
    way_out = "Give a page that rashomon report made."
    try:
        found = blocks(page.read_text(encoding="utf-8"))
        if len(found) != 1:
            raise InputError(page, f"has {len(found)} manifests in it, not one", way_out)
        told: dict[str, Any] = json.loads(found[0])
        parts = ("parameters", "inputs", "outputs", "versions", "code")
        if not all(isinstance(told[key], dict) for key in parts) or not told["study"]:
            raise ValueError("a part is missing")
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise InputError(page, f"has no manifest that can be read: {error!r}", way_out) from None
    return told
