"""Tests keep no texts and no executed notebooks on this machine, unless one says where."""

import os

os.environ["RASHOMON_TEXTS"] = ""
os.environ["RASHOMON_KEPT"] = ""
