"""Errors that a user can act on.

Each says which file or record, what was found there, and the way out. The command line prints the text, without a
traceback, and ends with exit code 2.
"""


class RashomonError(Exception):
    """Something a user can put right: `where` it stands, what was `found`, and the `way_out`."""

    def __init__(self, where: object, found: str, way_out: str = "") -> None:
        self.where = str(where)
        self.found = found
        self.way_out = way_out
        super().__init__(f"{self.where}: {found}" + (f"\n  {way_out}" if way_out else ""))

    def __reduce__(self) -> tuple[type["RashomonError"], tuple[str, str, str]]:
        """As it was made, so that it comes whole out of another process."""
        return type(self), (self.where, self.found, self.way_out)


class InputError(RashomonError):
    """A text, a folder or a study that cannot be read."""


class TableError(RashomonError):
    """A table that breaks its declared schema."""


class ParameterError(RashomonError):
    """A parameter that no notebook declares, or a value that it cannot have."""


class NotebookError(RashomonError):
    """A notebook that failed in a cell."""


class PublishError(RashomonError):
    """A report that cannot be assembled, rendered or written."""
