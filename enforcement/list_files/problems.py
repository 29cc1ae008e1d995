"""What stops a file, and what stops a row. Both say it in a sentence for the person who sent the file."""


class ImportRefused(Exception):
    """The file as a whole cannot be read; nothing of it is taken."""

    @property
    def sentence(self) -> str:
        return str(self)[:300]


class CellRefused(ValueError):
    """One cell cannot be taken; the row is refused and the others are not."""


NO_TABLE = "The file is not a table that the portal can read; save it as CSV (UTF-8) or as XLSX."
EMPTY = "The file has no rows. To stop a list, take it out of service instead of emptying it."
