"""Show results in a notebook, run notebooks, publish and check reports."""

import sys

# A result in a notebook's outputs: a bundle, as `display` describes it.
BUNDLE = "application/vnd.rashomon+json"

# jupyterlab's dependencies bring grammars of addresses that are built at import and cost seconds; nbformat does without.
for _name in ("rfc3987_syntax", "rfc3986_validator"):
    sys.modules.setdefault(_name, None)  # type: ignore[arg-type]
