#!/usr/bin/env python3
"""Check an exported access ledger against checkpoints that were held elsewhere.

    python verify_ledger.py export.jsonl --key ledger-key.pub --checkpoints checkpoints.txt

One file: Python 3.11 and the package `cryptography`, nothing of the portal's. `docs/ledger.md` defines the
export, the checkpoints and the keys. The portal's own `manage.py ledger verify` feeds the same `Check` from
the database, so both give one answer. The sealer shares no code with this file.

Exit status: 0 sound; 1 something is wrong (the first bad position and its kind come first); 2 it could not be
checked.
"""

import argparse
import base64
import binascii
import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

CHANGED = "changed"
REMOVED = "removed"
INSERTED = "inserted"
REORDERED = "reordered"
TAIL_CUT = "tail cut"
REPLACED = "replaced"
PROJECTION = "projection differs"
SIGNATURE = "signature wrong"
AHEAD = "checkpoint ahead"
DAMAGED = "export damaged"

SOURCES = ("access", "outcome", "change")
KEY_CHANGE = "signing_key_changed"
MOST_DETAILS = 10_000  # mismatches remembered one by one; the others are counted
MOST_LEAVES = 1_000_000  # leaves kept to find out what happened after the first bad checkpoint
MOST_SHIFT = 64  # how many removed or inserted records in one block are told apart from a replaced ledger
MOST_HELD = 20_000  # checkpoints taken from the files given
LONGEST_NOTE = 30  # lines
MOST_TRIALS = 4096  # leaves of a block, squared, that are tried to find the one that was moved


@dataclass(frozen=True)
class Finding:
    """`position` is the first bad one; where only a range is known, the bad one is between it and `until`."""

    position: int
    kind: str
    detail: str
    until: int = 0

    def __str__(self) -> str:
        where = f"position {self.position}"
        if self.until > self.position + 1:
            where = f"positions {self.position} to {self.until - 1}"
        return f"{where}: {self.kind}: {self.detail}"


class Unusable(Exception):
    """A file that is no export, no checkpoint or no key."""


# Keys and signed notes, in the formats of C2SP signed-note and tlog-checkpoint.


@dataclass(frozen=True)
class Key:
    """A public key: `name+hash+base64(0x01 ‖ 32 bytes)`."""

    name: str
    key_id: bytes
    public: bytes

    @classmethod
    def parse(cls, text: str) -> "Key":
        try:
            name, hashed, packed = text.strip().split("+", 2)
            raw = base64.b64decode(packed, validate=True)
        except (ValueError, binascii.Error):
            raise Unusable(f"This is no public key of a ledger: {text.strip()[:80]!r}") from None
        key_id = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
        if len(raw) != 33 or raw[0] != 1 or key_id.hex() != hashed:
            raise Unusable(f"The public key {name} is damaged: its hash does not match.")
        return cls(name, key_id, raw[1:])

    def signed(self, message: bytes, signature: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            return False
        return True

    def __str__(self) -> str:
        packed = base64.b64encode(b"\x01" + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{packed}"


@dataclass(frozen=True)
class Note:
    """One signed checkpoint."""

    raw: str
    text: str  # what is signed
    origin: str
    size: int
    root: bytes
    number: int
    first: int
    block: bytes
    previous: str
    time: str
    signatures: tuple[tuple[str, bytes, bytes], ...] = field(repr=False)

    @property
    def digest(self) -> str:
        return base64.b64encode(hashlib.sha256(self.raw.encode()).digest()).decode()

    @property
    def key_ids(self) -> frozenset[bytes]:
        return frozenset(key_id for _, key_id, _ in self.signatures)

    def signed_by(self, keys: Iterable[Key]) -> bool:
        """Whether one of `keys` signed it."""
        for name, key_id, signature in self.signatures:
            for key in keys:
                if (key.name, key.key_id) == (name, key_id) and key.signed(self.text.encode(), signature):
                    return True
        return False


SIGNATURE_LINE = re.compile(r"^— (\S+) (\S+)$")


def parse_note(raw: str) -> Note:
    """Raises Unusable for text that is no checkpoint."""
    try:
        text, _, tail = raw.partition("\n\n")
        text += "\n"
        lines = text.split("\n")
        said = dict(line.split(" ", 1) for line in lines[3:] if line)
        signatures = []
        for line in tail.rstrip("\n").split("\n"):
            found = SIGNATURE_LINE.match(line)
            packed = base64.b64decode(found.group(2), validate=True) if found else b""
            if found is None or len(packed) != 68:
                raise ValueError(line)
            signatures.append((found.group(1), packed[:4], packed[4:]))
        return Note(
            raw=raw,
            text=text,
            origin=lines[0],
            size=int(lines[1]),
            root=base64.b64decode(lines[2], validate=True),
            number=int(said["number"]),
            first=int(said["first"]),
            block=base64.b64decode(said["block"], validate=True),
            previous=said["previous"],
            time=said["time"],
            signatures=tuple(signatures),
        )
    except (ValueError, KeyError, IndexError, binascii.Error) as error:
        raise Unusable(f"This is no checkpoint: {raw[:60]!r}") from error


def find_notes(lines: Iterable[str], origins: Iterable[str]) -> Iterator[Note]:
    """Every checkpoint of these ledgers in a text, whatever stands around them (a mail, a torn end)."""
    names = set(origins)
    begun: list[str] = []
    for line in lines:
        line = line.rstrip("\r\n")
        if line in names:
            begun = [line]
        elif begun and len(begun) < LONGEST_NOTE:
            begun.append(line)
            if SIGNATURE_LINE.match(line):
                with suppress(Unusable):
                    yield parse_note("\n".join(begun) + "\n")
                begun = []


# The tree of RFC 6962.


def leaf_hash(payload: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + payload).digest()


def tree_root(leaves: bytes | bytearray, begin: int, end: int) -> bytes:
    """The root over leaves `begin` to `end` - 1 of an array of 32-byte hashes."""
    stack: list[bytes] = []
    for number, at in enumerate(range(begin * 32, end * 32, 32)):
        push(stack, number, bytes(leaves[at : at + 32]))
    return folded(stack)


def push(stack: list[bytes], size: int, node: bytes) -> None:
    """Put one more leaf to a tree of `size` leaves, kept as the roots of its full subtrees."""
    sha256 = hashlib.sha256
    while size & 1:
        node = sha256(b"\x01" + stack.pop() + node).digest()
        size >>= 1
    stack.append(node)


def folded(stack: list[bytes]) -> bytes:
    if not stack:
        return hashlib.sha256(b"").digest()
    node = stack[-1]
    for left in reversed(stack[:-1]):
        node = hashlib.sha256(b"\x01" + left + node).digest()
    return node


# The check itself.


@dataclass
class Track:
    """A row of checkpoints that the ledger is held against: its own, or those that were held elsewhere."""

    name: str
    good: int = 0  # size at the last checkpoint that matched
    matched: Note | None = None
    bad: Note | None = None
    after: list[Note] = field(default_factory=list)  # checkpoints from the bad one on


class Check:
    """Feed it records in the order of their positions, the ledger's own checkpoints in theirs; then `finish`.

    `keys` are those one trusts; a change of key that one of them signed is followed. `held` are checkpoints
    from outside the ledger's reach.
    """

    def __init__(self, *, keys: Iterable[Key], held: Iterable[Note] = ()) -> None:
        self.keys = list(keys)
        self.key_changes: list[dict[str, str]] = []
        self.held = sorted(held, key=lambda note: (note.size, note.number))
        self.held_sizes = [note.size for note in self.held]
        self.held_next = 0
        self.watched = self.held_sizes[0] if self.held else -1
        self.findings: list[Finding] = []
        self.size = 0
        self.stack: list[bytes] = []
        self.whole = True  # no gap so far: roots can be computed
        self.leaves = bytearray()  # since the oldest good checkpoint
        self.leaves_from = 0
        self.own = Track("own")
        self.outside = Track("held")
        self.own_last: Note | None = None
        self.own_chain_start: Note | None = None
        self.to_verify: list[tuple[Note, Note]] = []  # (first of a chain, its last)
        self.counts: Counter[str] = Counter()
        self.bad_counts: Counter[str] = Counter()
        self.mismatches: list[tuple[int, bytes, bytes]] = []  # position, sealed, actual
        self.first_bad: dict[str, int] = {}
        self.missing: list[list[int]] = []  # runs of positions: [first, end)
        self.loose = 0
        self.look_at_held()

    def record(
        self,
        position: int,
        source: str,
        sealed: bytes,
        payload: bytes | None,
        own_leaf: bytes,
        columns_agree: bool = True,
    ) -> None:
        """One sealed record. `payload` is None where it is gone; `own_leaf` is the hash in its own row."""
        actual = None if payload is None else hashlib.sha256(b"\x00" + payload).digest()
        if position != self.size and not self.placed(position):
            return
        self.counts[source] += 1
        if actual != sealed or own_leaf != sealed or not columns_agree:
            self.odd(position, source, sealed, actual, own_leaf)
        elif source == "change" and KEY_CHANGE.encode() in payload:  # type: ignore[operator]
            self.note_key_change(payload)  # type: ignore[arg-type]
        if self.whole:
            push(self.stack, self.size, sealed)
            if len(self.leaves) < MOST_LEAVES * 32:
                self.leaves += sealed
        self.size += 1
        if self.size == self.watched:
            self.look_at_held()

    def placed(self, position: int) -> bool:
        """Whether a record that does not stand where the next one should can still be taken."""
        if position < self.size:
            self.find(position, INSERTED, "two records bear this position.")
            return False
        self.find(
            self.size, REMOVED, f"{position - self.size} of the sealed records are not there.", position
        )
        self.whole = False
        self.size = position
        while self.watched != -1 and self.watched <= position:
            self.held_next += 1
            self.watch()
        return True

    def odd(self, position: int, source: str, sealed: bytes, actual: bytes | None, own: bytes) -> None:
        if actual is None:
            self.bad_counts[source] += 1
            self.first_bad.setdefault(source, position)
            if self.missing and self.missing[-1][1] == position:
                self.missing[-1][1] = position + 1
            elif len(self.missing) < MOST_DETAILS:
                self.missing.append([position, position + 1])
        elif actual != sealed:
            self.bad_counts[source] += 1
            self.first_bad.setdefault(source, position)
            if len(self.mismatches) < MOST_DETAILS:
                self.mismatches.append((position, sealed, actual))
        elif own != sealed:
            self.find(position, CHANGED, "the hash that the record bears is not that of its bytes.")
        else:
            self.find(position, PROJECTION, "a column says something else than the sealed bytes.")

    def unsealed(
        self, source: str, row: int, payload: bytes, own_leaf: bytes, columns_agree: bool, waiting: bool
    ) -> None:
        """A record that no seal covers. `waiting`: the sealer has it on its list."""
        self.loose += 1
        if not waiting:
            self.find(
                self.size, INSERTED, f"{source} {row} is not sealed, and did not come in the portal's way."
            )
        elif leaf_hash(payload) != own_leaf:
            self.find(self.size, CHANGED, f"{source} {row}, not sealed yet, has another hash than its bytes.")
        elif not columns_agree:
            self.find(
                self.size, PROJECTION, f"{source} {row}, not sealed yet, has a column unlike its bytes."
            )

    def checkpoint(self, raw: str) -> None:
        """One of the ledger's own checkpoints, after the records it covers."""
        try:
            note = parse_note(raw)
        except Unusable:
            position = self.own_last.size if self.own_last else 0
            self.find(position, SIGNATURE, "a checkpoint of the ledger's own cannot be read.")
            self.end_chain()
            self.own_last = None
            return
        last = self.own_last
        broken = last is not None and (
            note.previous != last.digest or note.number != last.number + 1 or note.first != last.size
        )
        if last is not None and broken:
            self.end_chain()
            if note.number != last.number + 1:
                self.find(
                    last.size,
                    REMOVED,
                    f"checkpoint {last.number + 1} is not there; after {last.number} comes {note.number}.",
                    note.first,
                )
            elif last.signed_by(self.keys):
                # Whatever the earlier one says was signed; the later one must say why it does not follow.
                self.find(
                    note.first, SIGNATURE, f"checkpoint {note.number} does not follow the one before it."
                )
        if last is None and self.own_chain_start is None and (note.number, note.first) != (1, 0):
            self.find(
                0, REMOVED, f"the ledger's own checkpoints begin with number {note.number}.", note.first
            )
        if self.own_chain_start is None or broken:
            self.own_chain_start = note
        elif last is not None and note.key_ids != last.key_ids:
            self.end_chain()
            self.own_chain_start = note
        self.own_last = note
        self.compare(self.own, note)

    def end_chain(self) -> None:
        if self.own_last is not None and self.own_chain_start is not None:
            self.to_verify.append((self.own_chain_start, self.own_last))
            self.own_chain_start = None

    def look_at_held(self) -> None:
        while self.watched == self.size and self.watched != -1:
            self.compare(self.outside, self.held[self.held_next])
            self.held_next += 1
            self.watch()

    def watch(self) -> None:
        there = self.held_next < len(self.held)
        self.watched = self.held_sizes[self.held_next] if there else -1

    def compare(self, track: Track, note: Note) -> None:
        if track.bad is not None:
            if len(track.after) < MOST_DETAILS:
                track.after.append(note)
        elif self.whole and note.size == self.size:
            if folded(self.stack) == note.root:
                track.good, track.matched = note.size, note
                self.forget_leaves()
            else:
                track.bad = note
                track.after = [note]

    def forget_leaves(self) -> None:
        """Leaves before the last good checkpoints are needed no more; forgotten in large pieces."""
        if self.own.bad or self.outside.bad:
            return
        good = min(track.good for track in ((self.own, self.outside) if self.held else (self.own,)))
        if good - self.leaves_from > 4096 or len(self.leaves) >= MOST_LEAVES * 32:
            del self.leaves[: (good - self.leaves_from) * 32]
            self.leaves_from = good

    def note_key_change(self, payload: bytes) -> None:
        try:
            said = json.loads(payload)
            if said["event"] == KEY_CHANGE:
                self.key_changes.append(json.loads(said["detail"]))
        except (ValueError, KeyError, TypeError):
            return

    def find(self, position: int, kind: str, detail: str, until: int = 0) -> None:
        if len(self.findings) < MOST_DETAILS:
            self.findings.append(Finding(position, kind, detail, until))

    # The end: whom to believe, and what happened.

    def finish(self) -> list[Finding]:
        """Every finding, the first bad position first. Empty: sound."""
        self.follow_key_changes()
        self.judge_signatures()
        self.judge_records()
        trusted = self.trusted_held()
        for track, believed in ((self.own, True), (self.outside, bool(trusted))):
            if track.bad is not None and believed and (track is self.own or track.bad in trusted):
                self.diagnose(track)
        self.judge_end(trusted)
        order = [REPLACED, REORDERED, REMOVED, INSERTED, CHANGED, PROJECTION, TAIL_CUT, AHEAD, SIGNATURE]
        rank = {kind: number for number, kind in enumerate(order)}
        self.findings.sort(key=lambda one: (one.position, rank.get(one.kind, -1)))
        return self.findings

    def follow_key_changes(self) -> None:
        """A new key counts when one that counts already has signed it."""
        for said in self.key_changes:
            try:
                old, new = Key.parse(said["old"]), Key.parse(said["new"])
                signature = base64.b64decode(said["signature"], validate=True)
            except (Unusable, KeyError, TypeError, AttributeError, ValueError):
                continue
            if old in self.keys and old.signed(key_change_message(str(old), str(new)), signature):
                self.keys.append(new)

    def judge_signatures(self) -> None:
        """A signature vouches for its checkpoint and, through `previous`, for all before it in its chain."""
        self.end_chain()
        for first, last in self.to_verify:
            if not last.signed_by(self.keys):
                said = f"checkpoint {last.number}"
                if first is not last:
                    said = f"checkpoints {first.number} to {last.number}"
                self.find(first.first, SIGNATURE, f"{said} of the ledger's own: no trusted key signed.", 0)

    def trusted_held(self) -> set[Note]:
        """Held checkpoints that a trusted key signed, or that one of those names as its predecessor."""
        trusted: set[Note] = set()
        named: set[str] = set()
        for note in sorted(self.held, key=lambda one: one.number, reverse=True):
            if note.digest in named or note.signed_by(self.keys):
                trusted.add(note)
                named.add(note.previous)
            else:
                self.find(
                    min(note.first, self.size),
                    SIGNATURE,
                    f"held checkpoint {note.number}: no trusted key signed.",
                )
        return trusted

    def judge_records(self) -> None:
        for source, bad in self.bad_counts.items():
            if bad == self.counts[source] > 1 and self.mismatches and not self.only_missing(source):
                self.find(
                    self.first_bad[source], REPLACED, f"not one {source} record is the one that was sealed."
                )
        sealed = {one[1] for one in self.mismatches}
        for position, _, actual in self.mismatches:
            if actual in sealed:
                self.find(position, REORDERED, "another sealed record stands in this one's place.")
            else:
                self.find(position, CHANGED, "its bytes are not those that were sealed.")
        for first, end in self.missing:
            count = end - first
            if end == self.size and first > 0 and count > 1:
                self.find(first, TAIL_CUT, f"the last {count} sealed records are not there.", end)
            else:
                self.find(
                    first, REMOVED, f"{count} sealed record{'s are' if count > 1 else ' is'} not there.", end
                )

    def only_missing(self, source: str) -> bool:
        first = self.first_bad[source]
        return any(begin <= first < end for begin, end in self.missing)

    def judge_end(self, trusted: set[Note]) -> None:
        """Checkpoints that promise more records than there are."""
        own = self.own_last
        if own is not None and own.size > self.size:
            gone = own.size - self.size
            self.find(
                self.size, TAIL_CUT, f"the ledger's own checkpoints count {gone} more records.", own.size
            )
        elif (begin := own.size if own else 0) < self.size:
            self.find(begin, INSERTED, "records are marked as sealed that no checkpoint covers.", self.size)
        ahead = [note for note in self.held if note in trusted and note.size > self.size]
        if ahead and not (own is not None and own.size > self.size):
            far = max(ahead, key=lambda note: note.size)
            self.find(
                self.size,
                AHEAD,
                f"held checkpoint {far.number} of {far.time} counts {far.size} records, this ledger"
                f" {self.size}: it was restored from an older copy, or its end was cut.",
                far.size,
            )

    def diagnose(self, track: Track) -> None:
        """What happened between the last checkpoint that matched and the first that does not."""
        bad = track.after[0]
        begin, end = track.good, min(bad.size, self.size)
        whose = f"{'own' if track is self.own else 'held'} checkpoint {bad.number}"
        follows = [note for note in track.after[1:] if note.size <= self.size + MOST_SHIFT]
        shift = self.shift_after(follows[:8])
        if shift is None and follows:
            kind, said = REPLACED, "nothing from here on is what was sealed."
        elif shift:
            count = abs(shift)
            word = "record is" if count == 1 else "records are"
            kind = REMOVED if shift > 0 else INSERTED
            said = f"{count} {word} {'missing' if shift > 0 else 'too many'} in this block."
            if shift == -1 and (exact := self.inserted_at(bad)) is not None:
                begin, end = exact, exact + 1
        elif (moved := self.moved_at(bad, follows)) is not None:
            kind, said = REORDERED, "records have changed places."
            begin, end = moved, moved + 1
        elif not follows and (exact := self.inserted_at(bad)) is not None:
            kind, said, begin, end = INSERTED, "one record is too many.", exact, exact + 1
        else:
            kind, said = CHANGED, "the records do not add up to what was sealed."
        self.find(begin, kind, f"{said} ({whose})", end)

    def kept(self, begin: int, end: int) -> bool:
        return self.leaves_from <= begin and end - self.leaves_from <= len(self.leaves) // 32

    def block_root(self, begin: int, end: int) -> bytes | None:
        if begin >= end or not self.kept(begin, end):
            return None
        return tree_root(self.leaves, begin - self.leaves_from, end - self.leaves_from)

    def shift_after(self, follows: list[Note]) -> int | None:
        """By how many places later blocks stand too early (negative: too late); None: no block fits."""
        for shift in sorted(range(-MOST_SHIFT, MOST_SHIFT + 1), key=abs):
            for note in follows:
                if self.block_root(note.first - shift, note.size - shift) == note.block:
                    return shift
        return None

    def inserted_at(self, bad: Note) -> int | None:
        """The position of the one record without which the block would be right."""
        begin, end = bad.first, bad.size + 1
        if not self.kept(begin, end) or (end - begin) ** 2 > MOST_TRIALS * 16:
            return None
        block = self.block_bytes(begin, end)
        for index in range(end - begin):
            without = block[: index * 32] + block[(index + 1) * 32 :]
            if tree_root(without, 0, end - begin - 1) == bad.block:
                return begin + index
        return None

    def block_bytes(self, begin: int, end: int) -> bytearray:
        return self.leaves[(begin - self.leaves_from) * 32 : (end - self.leaves_from) * 32]

    def moved_at(self, bad: Note, follows: list[Note]) -> int | None:
        """The first of two records that have changed places, within this block or with a later one."""
        if not self.kept(bad.first, bad.size):
            return None
        here = self.block_bytes(bad.first, bad.size)
        count = bad.size - bad.first
        if count**2 <= MOST_TRIALS:
            for one in range(count):
                for other in range(one + 1, count):
                    if tree_root(swapped(here, one, here, other)[0], 0, count) == bad.block:
                        return bad.first + one
        for note in follows:
            if not self.kept(note.first, note.size) or self.block_root(note.first, note.size) == note.block:
                continue
            there, more = self.block_bytes(note.first, note.size), note.size - note.first
            if count * more > MOST_TRIALS:
                return None
            for one in range(count):
                for other in range(more):
                    left, right = swapped(here, one, there, other)
                    if tree_root(left, 0, count) == bad.block and tree_root(right, 0, more) == note.block:
                        return bad.first + one
        return None


def swapped(left: bytearray, one: int, right: bytearray, other: int) -> tuple[bytearray, bytearray]:
    """Copies of two arrays of hashes, or of one given twice, with two hashes exchanged."""
    first = bytearray(left)
    second = first if left is right else bytearray(right)
    a, b = slice(one * 32, one * 32 + 32), slice(other * 32, other * 32 + 32)
    first[a], second[b] = bytes(second[b]), bytes(first[a])
    return first, second


def key_change_message(old: str, new: str) -> bytes:
    """What the old key signs to hand over to the new one."""
    return f"alpr-ledger key change\n{old}\n{new}\n".encode()


# An export, as `manage.py ledger export` and the ledger's pages write it.

HEADER = '{"alpr_ledger":1,'


def read_export(
    file: BinaryIO, check: Check, tell: Callable[[int], None] = lambda done: None
) -> dict[str, Any]:
    """Feed an export to `check`; its last line is returned. Raises Unusable for what is no whole export."""
    digest = hashlib.sha256()
    first = file.readline()
    if not first.startswith(HEADER.encode()):
        raise Unusable("The first line is not that of a ledger's export.")
    header = parsed(first)
    if header.get("selection") != "all":
        raise Unusable("This export holds a selection. Only an export of the whole ledger can be checked.")
    digest.update(first)
    end: dict[str, Any] = {}
    lines = records = loose = 0
    for line in file:
        if end:
            raise Unusable("Something follows the export's last line.")
        if line.startswith(b'{"end":'):
            end = parsed(line)
            if dumped(end) != line or end.get("sha256") != digest.hexdigest():
                raise Unusable("The file is damaged: its bytes are not those that were exported.")
            continue
        digest.update(line)
        said = parsed(line)
        lines += 1
        if lines % 50_000 == 0:
            tell(records)
        try:
            if "note" in said:
                check.checkpoint(said["note"])
                continue
            payload = said["payload"]
            payload = None if payload is None else payload.encode()
            sealed = bytes.fromhex(said["leaf"])
            own = bytes.fromhex(said["row_leaf"]) if "row_leaf" in said else sealed
            agree = "columns" not in said
            if said["position"] is None:
                loose += 1
                check.unsealed(said["source"], said["row"], payload or b"", own, agree, said["waiting"])
            else:
                records += 1
                check.record(said["position"], said["source"], sealed, payload, own, agree)
        except (KeyError, TypeError, ValueError, AttributeError):
            raise Unusable(f"Line {lines + 1} is damaged.") from None
    if not end:
        raise Unusable("The export has no last line: it was broken off.")
    if (end["records"], end["unsealed"]) != (records, loose):
        raise Unusable("The last line counts other records than there are.")
    return end


def parsed(line: bytes) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except ValueError:
        raise Unusable(f"A line is damaged: {line[:60]!r}") from None
    if not isinstance(said, dict):
        raise Unusable(f"A line is damaged: {line[:60]!r}")
    return said


def dumped(value: dict[str, Any]) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


def read_keys(paths: Iterable[Path]) -> Iterator[Key]:
    """The public keys in these files, one a line; # begins a comment."""
    for path in paths:
        for line in path.read_text().splitlines():
            if line.strip() and not line.startswith("#"):
                yield Key.parse(line)


def read_held(paths: Iterable[Path], keys: Iterable[Key]) -> list[Note]:
    """The checkpoints in these files; a folder stands for the files in it.

    Of very many, some are left out evenly: the newest vouches for all before it.
    """
    origins = sorted({key.name for key in keys})
    kept: dict[str, Note] = {}
    newest: Note | None = None
    step = 1
    for path in paths:
        files = sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
        for file in files:
            with file.open(errors="replace") as lines:
                for note in find_notes(lines, origins):
                    newest = note if newest is None or note.size >= newest.size else newest
                    if note.number % step == 0:
                        kept[note.raw] = note
                    if len(kept) > MOST_HELD:
                        step *= 2
                        kept = {raw: one for raw, one in kept.items() if one.number % step == 0}
    if newest is not None:
        kept[newest.raw] = newest
    return list(kept.values())


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("export", type=Path, help="the exported ledger (JSON lines)")
    parser.add_argument(
        "--key", type=Path, action="append", required=True, help="file with trusted public keys"
    )
    parser.add_argument(
        "--checkpoints",
        type=Path,
        action="append",
        default=[],
        help="file, saved mail or folder with checkpoints that were held elsewhere",
    )
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    parser.add_argument("--quiet", action="store_true", help="no progress")
    said = parser.parse_args(arguments)

    def tell(done: int) -> None:
        if not said.quiet:
            sys.stderr.write(f"\r{done} records …")
            sys.stderr.flush()

    try:
        keys = list(read_keys(said.key))
        held = read_held(said.checkpoints, keys)
        if said.checkpoints and not held:
            raise Unusable("No checkpoint of this ledger is in the files given.")
        check = Check(keys=keys, held=held)
        with said.export.open("rb") as file:
            read_export(file, check, tell)
        findings = check.finish()
    except (Unusable, OSError) as error:
        if said.json:
            print(json.dumps({"sound": False, "kind": DAMAGED, "detail": str(error)}))  # noqa: T201
        else:
            sys.stderr.write(f"\nCannot be checked: {error}\n")
        return 2
    if not said.quiet:
        sys.stderr.write("\r")
    sys.stdout.write(answer_json(check, findings) if said.json else answer(check, findings, held))
    return 1 if findings else 0


def answer(check: Check, findings: list[Finding], held: list[Note]) -> str:
    if findings:
        return "".join(["NOT SOUND\n", *(f"{finding}\n" for finding in findings[:20])])
    said = f"Sound: {check.size} sealed records, {check.loose} not sealed yet.\n"
    if not held:
        return (
            said
            + "No checkpoint that was held elsewhere was given: a replaced ledger would not be noticed.\n"
        )
    last = check.outside.matched
    return said + (f"Held against checkpoint {last.number} of {last.time}.\n" if last else "")


def answer_json(check: Check, findings: list[Finding]) -> str:
    said = {
        "sound": not findings,
        "records": check.size,
        "unsealed": check.loose,
        "findings": [asdict(finding) for finding in findings[:20]],
    }
    return json.dumps(said) + "\n"


if __name__ == "__main__":
    sys.exit(main())
