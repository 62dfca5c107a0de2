#!/usr/bin/env python
"""Django's own commands: `python manage.py check`, `migrate`, `makemigrations`, ..."""

import os
import sys

from convive.site.environment import AS_OWNER, OWNER_COMMANDS


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convive.site.settings")
    if len(sys.argv) > 1 and sys.argv[1] in OWNER_COMMANDS:
        os.environ[AS_OWNER] = "1"
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
