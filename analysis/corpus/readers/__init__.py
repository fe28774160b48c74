"""Read the texts of a study from folders, tables, web pages, Word files and archives.

`read` streams what it finds: documents, saved pages that `open_page` turns into documents (in other processes, as that
takes long), and what could not be read, with the reason.
"""

from analysis.corpus.readers.dates import day_first, read_date
from analysis.corpus.readers.options import Options
from analysis.corpus.readers.pages import open_page
from analysis.corpus.readers.reading import read

__all__ = ["Options", "day_first", "open_page", "read", "read_date"]
