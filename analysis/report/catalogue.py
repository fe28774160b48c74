"""placeholder"""
from pathlib import Path


def update(folder: Path) -> None:
    """placeholder"""
