"""What the public and the council read: the posted policy, the figures, and the compliance page."""
