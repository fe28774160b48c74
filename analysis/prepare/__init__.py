"""Texts in, study data out: the tables of a study, without article text unless its owner shares it."""

from analysis.prepare.announce import Announce
from analysis.prepare.preview import preview
from analysis.prepare.run import Outcome, Request, prepare
from analysis.prepare.telling import told

__all__ = ["Announce", "Outcome", "Request", "prepare", "preview", "told"]
