"""The tree against RFC 6962's own answers, and its proofs against every tree of a few leaves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.offline import verify_ledger as offline
from audit.sealing import merkle

# The eight inputs, and the roots over the first n of them, that implementations of Certificate
# Transparency share.
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [merkle.leaf_hash(bytes.fromhex(text)) for text in INPUTS]


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_the_standard(size: int) -> None:
    assert merkle.root_of(LEAVES[:size]).hex() == ROOTS[size]
    assert offline.tree_root(b"".join(LEAVES), 0, size).hex() == ROOTS[size]


def test_a_leaf_cannot_pose_as_a_node() -> None:
    assert merkle.leaf_hash(LEAVES[0] + LEAVES[1]) != merkle.node_hash(LEAVES[0], LEAVES[1])


def leaves(count: int) -> list[bytes]:
    return [merkle.leaf_hash(str(number).encode()) for number in range(count)]


@pytest.mark.parametrize("size", range(1, 18))
def test_every_leaf_of_every_small_tree_can_be_proved_and_no_other(size: int) -> None:
    there = leaves(size)
    root = merkle.root_of(there)
    for index, leaf in enumerate(there):
        proof = merkle.inclusion_proof(there, index)
        assert merkle.is_included(leaf, index, size, proof, root)
        assert not merkle.is_included(merkle.leaf_hash(b"another"), index, size, proof, root)
        assert not merkle.is_included(leaf, (index + 1) % (size + 1), size, proof, root)
        assert not merkle.is_included(leaf, index, size, [*proof, root], root)


@pytest.mark.parametrize("new", range(1, 18))
def test_every_small_tree_is_the_beginning_of_every_larger_one(new: int) -> None:
    there = leaves(new)
    root = merkle.root_of(there)
    for old in range(1, new + 1):
        proof = merkle.consistency_proof(there, old)
        before = merkle.root_of(there[:old])
        assert merkle.is_consistent(old, new, before, root, proof)
        changed = merkle.root_of([merkle.leaf_hash(b"another"), *there[1:old]])
        assert not merkle.is_consistent(old, new, changed, root, proof)
        assert not merkle.is_consistent(old, new, before, merkle.leaf_hash(b"x"), proof)
        assert not merkle.is_consistent(old, new, before, root, [*proof, root])


@given(st.lists(st.binary(max_size=8), max_size=70), st.integers(0, 70))
def test_a_tree_that_grows_is_the_tree_that_was_made_at_once(payloads: list[bytes], stop: int) -> None:
    there = [merkle.leaf_hash(payload) for payload in payloads]
    grown = merkle.Frontier()
    for leaf in there[:stop]:
        grown.add(leaf)
    grown = merkle.Frontier.unpack(grown.size, grown.pack())
    for leaf in there[stop:]:
        grown.add(leaf)
    assert grown.root() == merkle.root_of(there)
    assert grown.root() == offline.tree_root(b"".join(there), 0, len(there))


def test_a_frontier_of_the_wrong_shape_is_refused() -> None:
    for size, roots in ((1, []), (3, [b"\0" * 32]), (1, [b"short"])):
        with pytest.raises(ValueError, match="full subtrees"):
            merkle.Frontier(size, roots)
    with pytest.raises(ValueError, match="no such leaf"):
        merkle.inclusion_proof([], 0)
    with pytest.raises(ValueError, match="older tree"):
        merkle.consistency_proof(leaves(2), 3)
