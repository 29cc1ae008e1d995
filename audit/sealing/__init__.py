"""The seal on the ledger: a Merkle tree over the records' hashes, signed checkpoints, and the places
they go to.

`sealer.seal` gathers what waits, `publish.publish` hands the checkpoints on, `verifier.verify` checks
everything again.
`docs/ledger.md` defines the formats.
"""
