"""What enforcement does when a read was accepted."""
