"""The markup of the policy's text: paragraphs, sub-headings and lists, and nothing that could become HTML.

    ## A sub-heading
    - an entry of a list
    (a) an entry of a lettered list
    Lines that follow each other are one paragraph; an empty line ends it.

Templates print what comes out and escape it like any other text.
"""

import re
from dataclasses import dataclass, field

from alpr_portal.lib.text import one_line

BULLET = re.compile(r"[-*•]\s+(.*)")
LETTERED = re.compile(r"\(([a-z]{1,2}|[0-9]{1,2})\)\s+(.*)")


@dataclass
class Block:
    """`kind` is paragraph, heading, bullets or letters; `items` are [mark, text] of the two kinds of list."""

    kind: str
    text: str = ""
    items: list[list[str]] = field(default_factory=list)


def clean(text: str) -> str:
    """As it is kept: LF ends a line, no control characters or direction marks, one empty line at most."""
    lines = [one_line(line) for line in re.split(r"\r\n|\r|\n|\x0b|\x0c|\u2028|\u2029", text)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def blocks(text: str) -> list[Block]:
    """The text taken apart, in order. Every text is one: what is no list or heading is a paragraph."""
    found: list[Block] = []
    open_block: Block | None = None
    for line in clean(text).split("\n"):
        if not line:
            open_block = None
        elif line.startswith("## "):
            found.append(Block("heading", line[3:].strip()))
            open_block = None
        elif entry := BULLET.fullmatch(line):
            open_block = into_list(found, open_block, "bullets", "", entry.group(1))
        elif entry := LETTERED.fullmatch(line):
            open_block = into_list(found, open_block, "letters", f"({entry.group(1)})", entry.group(2))
        elif open_block is None:
            open_block = Block("paragraph", line)
            found.append(open_block)
        elif open_block.items:
            open_block.items[-1][1] += f" {line}"
        else:
            open_block.text += f" {line}"
    return found


def into_list(found: list[Block], here: Block | None, kind: str, mark: str, text: str) -> Block:
    """The list that this entry belongs to: the one under way, or a new one."""
    if here is None or here.kind != kind:
        here = Block(kind)
        found.append(here)
    here.items.append([mark, text])
    return here
