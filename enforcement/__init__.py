"""Lists, matching, hits and their verification; zones and electronic chalking; the officer's screen."""
