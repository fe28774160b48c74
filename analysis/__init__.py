"""Rashomon: how several sources tell the same event."""
