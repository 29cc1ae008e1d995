"""What this app can show for the compliance page. Importing it registers the checks."""

from policy.evidence import database, people, reviews, text

__all__ = ["database", "people", "reviews", "text"]
