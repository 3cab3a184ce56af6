#!/usr/bin/env python
"""Django's command line for the portal."""

import os
import sys

from django.core.management import execute_from_command_line

# They run in pipelines that have no portal.
ALONE = ("diagnose",)

if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in ALONE:
        os.environ["DJANGO_SETTINGS_MODULE"] = "portal.alone"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    execute_from_command_line(sys.argv)
