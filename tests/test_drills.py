"""The drills themselves run after the suite (make test); here is what holds them together."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.drills.__main__ import NAMES

DRILLS = Path(settings.BASE_DIR, "tests", "drills")
ORPHAN = '''
import subprocess, sys
from tests.drills import family

family.adopt()
start = """
import pathlib, subprocess
one = subprocess.Popen(['sleep', '61'], start_new_session=True, stdout=-3)
while not pathlib.Path(f'/proc/{one.pid}/cmdline').read_bytes():  # for a moment it has no name yet
    pass
print(one.pid)
"""
subprocess.run([sys.executable, "-c", start])
print(family.end_all(grace=0))
'''


@pytest.mark.parametrize("name", NAMES)
def test_each_drill_has_its_control(name):
    tree = ast.parse((DRILLS / f"{name}.py").read_text())
    says = {one.name: ast.get_docstring(one) for one in tree.body if isinstance(one, ast.FunctionDef)}
    assert says.get("drill")
    assert says.get("control")


def test_the_page_of_the_drills_names_each_with_its_number():
    text = Path(settings.BASE_DIR, "docs", "reminders.md").read_text()
    table = text.partition("## Drills")[2].partition("\n## ")[0]
    named = {name: int(number) for name, number in re.findall(r"`(\w+)` (\d+)", table)}
    assert named == NAMES


def test_nothing_outlives_a_drill():
    """Not even a process whose parent has gone and that left the group: it is found, named and ended."""
    argv = [sys.executable, "-c", ORPHAN]
    done = subprocess.run(argv, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=60, check=True)
    pid, left = done.stdout.splitlines()
    assert left == "['sleep 61']"
    assert not os.path.exists(f"/proc/{pid}")
