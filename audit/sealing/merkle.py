"""The tree of RFC 6962: leaves and inner nodes have different prefixes, so that none can pose as the other.

Pure functions over 32-byte hashes. `Frontier` grows; the others say what a tree of given leaves holds
and prove it.
"""

from collections.abc import Sequence
from hashlib import sha256

LEAF = b"\x00"
NODE = b"\x01"
HASH = 32


def leaf_hash(payload: bytes) -> bytes:
    return sha256(LEAF + payload).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(NODE + left + right).digest()


class Frontier:
    """A growing tree, kept as the roots of its full subtrees, the largest first: 32 bytes for each bit
    of its size."""

    def __init__(self, size: int = 0, roots: Sequence[bytes] = ()) -> None:
        """Raises ValueError for roots that a tree of this size cannot have."""
        if len(roots) != size.bit_count() or any(len(root) != HASH for root in roots):
            raise ValueError(f"A tree of {size} leaves has {size.bit_count()} full subtrees.")
        self.size = size
        self.roots = list(roots)

    @classmethod
    def unpack(cls, size: int, packed: bytes) -> "Frontier":
        return cls(size, [packed[at : at + HASH] for at in range(0, len(packed), HASH)])

    def pack(self) -> bytes:
        return b"".join(self.roots)

    def add(self, leaf: bytes) -> None:
        complete = self.size
        while complete & 1:
            leaf = node_hash(self.roots.pop(), leaf)
            complete >>= 1
        self.roots.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        if not self.roots:
            return sha256(b"").digest()
        node = self.roots[-1]
        for left in reversed(self.roots[:-1]):
            node = node_hash(left, node)
        return node


def root_of(leaves: Sequence[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1."""
    grown = Frontier()
    for leaf in leaves:
        grown.add(leaf)
    return grown.root()


def split(size: int) -> int:
    """The largest power of two smaller than `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """PATH of RFC 6962, section 2.1.1: what shows that the leaf at `index` is in the tree."""
    if not 0 <= index < len(leaves):
        raise ValueError("There is no such leaf.")
    if len(leaves) == 1:
        return []
    middle = split(len(leaves))
    if index < middle:
        return [*inclusion_proof(leaves[:middle], index), root_of(leaves[middle:])]
    return [*inclusion_proof(leaves[middle:], index - middle), root_of(leaves[:middle])]


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """RFC 9162, section 2.1.3.2."""
    if not 0 <= index < size:
        return False
    here, last = index, size - 1
    node = leaf
    for sibling in proof:
        if last == 0:
            return False
        if here & 1 or here == last:
            node = node_hash(sibling, node)
            while not here & 1 and here:
                here >>= 1
                last >>= 1
        else:
            node = node_hash(node, sibling)
        here >>= 1
        last >>= 1
    return last == 0 and node == root


def consistency_proof(leaves: Sequence[bytes], old: int) -> list[bytes]:
    """PROOF of RFC 6962, section 2.1.2: what shows that a tree of `old` leaves is the beginning of this
    one."""
    if not 0 < old <= len(leaves):
        raise ValueError("The older tree must have a leaf and no more than the newer.")
    return subproof(leaves, old, whole=True)


def subproof(leaves: Sequence[bytes], old: int, *, whole: bool) -> list[bytes]:
    if old == len(leaves):
        return [] if whole else [root_of(leaves)]
    middle = split(len(leaves))
    if old <= middle:
        return [*subproof(leaves[:middle], old, whole=whole), root_of(leaves[middle:])]
    return [*subproof(leaves[middle:], old - middle, whole=False), root_of(leaves[:middle])]


def is_consistent(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """RFC 9162, section 2.1.4.2: whether the tree of `old` leaves is the beginning of the tree of `new`."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not path:
        return False
    here, last = old - 1, new - 1
    while here & 1:
        here >>= 1
        last >>= 1
    first = second = path[0]
    for node in path[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            first = node_hash(node, first)
            second = node_hash(node, second)
            while not here & 1 and here:
                here >>= 1
                last >>= 1
        else:
            second = node_hash(second, node)
        here >>= 1
        last >>= 1
    return last == 0 and first == old_root and second == new_root
