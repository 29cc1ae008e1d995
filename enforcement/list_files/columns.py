"""Which column is which: the names that sources give them, and what a kind of list cannot do without."""

from dataclasses import dataclass, field

from enforcement.list_files.cells import Cell, text_of
from enforcement.list_files.problems import CellRefused, ImportRefused

MOST_COLUMNS = 60

ALIASES: dict[str, tuple[str, ...]] = {
    "plate": (
        "plate",
        "plate number",
        "plate no",
        "license plate",
        "licence plate",
        "license plate number",
        "license",
        "lic",
        "lic plate",
        "tag",
        "lpn",
        "vehicle plate",
    ),
    "region": (
        "region",
        "state",
        "plate state",
        "license state",
        "lic state",
        "state of issue",
        "issuing state",
        "jurisdiction",
        "st",
    ),
    "reason": ("reason", "why", "description", "alert", "alert reason", "category", "comment", "note"),
    "reference": (
        "reference",
        "ref",
        "case",
        "case number",
        "case no",
        "account",
        "account number",
        "permit",
        "permit number",
        "citation",
    ),
    "amount_due": ("amount due", "amount", "balance", "balance due", "total due", "due", "owed"),
    "notices": (
        "notices",
        "unpaid notices",
        "citations",
        "open citations",
        "unpaid citations",
        "number of notices",
        "notice count",
        "count",
    ),
    "valid_from": ("valid from", "from", "start", "start date", "begins", "effective", "effective date"),
    "valid_until": (
        "valid until",
        "until",
        "end",
        "end date",
        "expires",
        "expiry",
        "expiration",
        "expiration date",
        "valid to",
        "valid through",
    ),
}
BY_NAME = {alias: column for column, aliases in ALIASES.items() for alias in aliases}
TITLES = {
    "plate": "plate",
    "region": "state",
    "reason": "reason",
    "reference": "reference",
    "amount_due": "amount due",
    "notices": "notices",
    "valid_from": "valid from",
    "valid_until": "valid until",
}

# A list whose vehicles have no state makes no exact hits, and a scofflaw is one by the number of notices.
NEEDED = {
    "scofflaw": ("plate", "region", "notices"),
    "wanted": ("plate", "region", "reason"),
    "permit": ("plate", "region"),
    "watch": ("plate", "region", "reason"),
}
REASON_WITHOUT_ONE = {"scofflaw": "Overdue citations", "permit": "Permit"}


@dataclass(frozen=True)
class Columns:
    """Where each known column is (0-based), how many there are, and the titles that nothing is made of."""

    places: dict[str, int]
    width: int
    unused: list[str] = field(default_factory=list)


def plain(title: str) -> str:
    return " ".join(
        title.lower().replace("_", " ").replace("-", " ").replace("#", " ").replace(".", " ").split()
    )


def known_titles(header: list[Cell]) -> int:
    """How many of these cells name a column: what a guess at the separator goes by."""
    return sum(1 for cell in header if isinstance(cell, str) and plain(cell) in BY_NAME)


def columns_of(header: list[Cell], kind: str) -> Columns:
    """Raises ImportRefused where a needed column is missing or one is there twice."""
    try:
        titles = [text_of(cell) for cell in header]
    except CellRefused:
        raise ImportRefused("A column's title is a formula; write the titles as text.") from None
    while titles and not titles[-1]:
        titles.pop()
    if len(titles) > MOST_COLUMNS:
        raise ImportRefused(f"The file has {len(titles)} columns; {MOST_COLUMNS} are the most.")
    places: dict[str, int] = {}
    unused: list[str] = []
    for place, title in enumerate(titles):
        column = BY_NAME.get(plain(title))
        if column is None:
            unused.append(title)
        elif column in places:
            first = titles[places[column]]
            raise ImportRefused(
                f"Two columns could be the {TITLES[column]}: “{first[:40]}” and “{title[:40]}”."
                " Rename one of them."
            )
        else:
            places[column] = place
    missing = [TITLES[name] for name in NEEDED[kind] if name not in places]
    if missing:
        raise ImportRefused(
            f"The first row names no column for the {' and the '.join(missing)}."
            " It must hold the titles, for example plate, state, reason, notices, valid until."
        )
    return Columns(places, len(titles), [title[:40] for title in unused if title])
