"""What the documents name exists."""

import re

import pytest
from django.conf import settings
from django.core.management import get_commands

ROOT = settings.BASE_DIR
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
TARGET = re.compile(r"\bmake ([a-z]+)\b")
# make targets that are English words after "make"
NOT_TARGETS = {"sure", "it", "a", "the", "one", "them", "up"}


def documents():
    found = [*ROOT.glob("*.md"), *sorted((ROOT / "docs").rglob("*.md")), *(ROOT / "benchmarks").glob("*.md")]
    return [pytest.param(p, id=str(p.relative_to(ROOT))) for p in found]


@pytest.mark.parametrize("path", documents())
def test_a_link_leads_somewhere(path):
    wrong = []
    for target in LINK.findall(path.read_text()):
        if not re.match(r"(https?|mailto):", target) and not (path.parent / target).exists():
            wrong.append(target)
    assert wrong == []


@pytest.mark.parametrize("path", documents())
def test_a_make_command_exists(path):
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    code = "\n".join(re.findall(r"`[^`\n]+`|```.*?```", path.read_text(), re.S))
    assert set(TARGET.findall(code)) - targets - NOT_TARGETS == set()


@pytest.mark.parametrize("path", documents())
def test_a_management_command_exists(path):
    named = set(re.findall(r"manage\.py ([a-z_]+)", path.read_text()))
    assert named - set(get_commands()) == set()


@pytest.mark.parametrize("path", documents())
def test_a_variable_is_one_that_settings_read(path):
    known = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))
    for module in ("settings.py", "wiring.py"):
        known |= set(re.findall(r"^([A-Z_]+) = ", (ROOT / "config" / module).read_text(), re.M))
    known |= {
        "PYTHON",
        "ARGS",
        "TEST_REDIS_URL",
        "WARDBOOK_SHOTS",
        "WARDBOOK_CHROMIUM",
        "CI",
        "DOCKER_BUILDKIT",
    }
    named = set(re.findall(r"`([A-Z]+(?:_[A-Z]+)+)(?:=[^`]*)?`", path.read_text()))
    known |= {n for n in named if n.startswith(("POSTGRES_", "PG", "COMPOSE_"))}
    assert named - known == set()


@pytest.mark.parametrize("path", documents())
def test_a_file_named_in_code_exists(path):
    named = re.findall(r"`((?:[\w.-]+/)+[\w.-]+\.(?:py|md|css|txt|html|yml|sh|json))`", path.read_text())
    missing = [
        n for n in named if not (ROOT / n).exists() and not n.startswith(("var/", "benchmarks/results/"))
    ]
    assert missing == []
