#!/usr/bin/env python
"""Django's command line for the portal."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alpr_portal.settings")
    from django.core.management import execute_from_command_line

    from audit.acting import Acting, acting_as

    with acting_as(Acting("system:command", through=" ".join(["manage.py", *sys.argv[1:2]]))):
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
