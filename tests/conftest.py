"""Tests keep no texts on this machine, unless one says where."""

import os

os.environ["RASHOMON_TEXTS"] = ""
