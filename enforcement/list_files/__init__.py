"""Files of list entries, read row by row: nothing here knows of the database or holds a whole file.

`open_list_file` is the way in. A file that cannot be read at all raises ImportRefused with one sentence; a
row that cannot be taken is given out as refused, with its number, its column and why.
"""

from enforcement.list_files.problems import ImportRefused
from enforcement.list_files.rows import FileRow, OpenedFile, open_list_file

__all__ = ["FileRow", "ImportRefused", "OpenedFile", "open_list_file"]
