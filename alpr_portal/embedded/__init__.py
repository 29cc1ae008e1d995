"""The services a fresh machine lacks, and the process that minds them. Knows nothing of Django."""
