"""Every drill and its control at a small size; `make drills` runs them at full size (DRILL_SIZE=full)."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.drills.__main__ import NAMES
from tests.shell import environment

IS_FULL = os.environ.get("DRILL_SIZE") == "full"
# Controls take as long again: they run with `make drills` and where everything is checked.
PARTS = [] if IS_FULL or os.environ.get("CI") else ["--only", "drill"]
PATIENCE = 3600 if IS_FULL else 600  # the longest takes a minute where nothing else runs


def database():
    """DATABASE_URL of the server that this run tests on; drills make databases of their own beside it."""
    given = settings.DATABASES["default"]
    if not given["ENGINE"].endswith("postgresql"):
        return ""
    return f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"


@pytest.mark.parametrize("name", NAMES)
def test_drill_holds_and_its_control_breaks(name, tmp_path):
    surroundings = environment(tmp_path, DATABASE_URL=database(), DRILL_SIZE="full" if IS_FULL else "small")
    done = subprocess.run(
        [sys.executable, "-m", "tests.drills", name, *PARTS],
        cwd=settings.BASE_DIR,
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    print(done.stdout)
    if done.returncode == 77:
        pytest.skip(done.stdout.strip())
    assert done.returncode == 0, done.stdout + done.stderr
