"""Measuring the portal: `python -m bench` prints the figures of docs/performance.md. The portal imports none
of it.
"""
