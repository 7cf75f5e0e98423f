#!/usr/bin/env python
"""Django's command line. Settings that make no sense end in one sentence, not in a traceback."""

import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as wrong:
        sys.stderr.write(f"Wardbook cannot start: {wrong}\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
