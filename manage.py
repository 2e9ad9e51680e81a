#!/usr/bin/env python
import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spacenews.settings")
    from django.core.management import execute_from_command_line

    from spacenews.pagecache import stamp

    try:
        execute_from_command_line(sys.argv)
    finally:
        stamp.settle()  # when a command has ended, every server shows what it has published
