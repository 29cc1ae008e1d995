"""What this app counts for the public's figures, a section a file. Importing it registers the sources."""

from policy.figures import hits, keeping, reads, reviews, searches

__all__ = ["hits", "keeping", "reads", "reviews", "searches"]
