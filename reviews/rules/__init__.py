"""Rules that draw an access for review: pure functions over what the ledger says, each with its sentence.

A rule flags and blocks nothing. What is a pattern (one plate often, many looks in a day) is one item, the
newest access of the pattern, so that a review has as many items as there is to decide.
"""
