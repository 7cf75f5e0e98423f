"""The house rules that a reader of one file cannot see (architecture.md)."""

import ast
import re
import subprocess
from functools import cache

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
# An app imports only from floors below its own; letters and outreach never from each other.
FLOORS = {"accounts": 0, "reminders": 1, "tracker": 2, "letters": 3, "outreach": 3, "exports": 4, "config": 5}

# Rules: no Django, no clock, no database. Ask them at any midnight.
PURE = {
    "accounts": ["hours", "spoken", "zones"],
    "reminders": ["due", "policy", "reports", "schedule"],
    "tracker": [
        "checklist",
        "checkpoints",
        "duplicates",
        "exposure",
        "feedback",
        "exposure_log",
        "exposure_matrix",
        "fit",
        "heat",
        "honesty",
        "honesty_notes",
        "importing/columns",
        "importing/reading",
        "importing/rows",
        "importing/target",
        "importing/type_words",
        "news_texts",
        "phi",
        "seasons",
        "timeline",
        "wallet",
        "weeks",
    ],
    "letters": ["backplan", "portfolio", "readiness", "serving", "states"],
    "outreach": ["calendar", "collisions", "composer", "linter", "places", "sequence"],
    "exports": ["eras"],
}
CLOCKS = re.compile(
    r"\b(datetime\.now|datetime\.utcnow|datetime\.today|date\.today|timezone\.now|timezone\.localdate|"
    r"timezone\.localtime|time\.time|time\.monotonic|clock\.now|clock\.today)$"
)
# Only these may catch everything, around one mail or one row, each with the reason.
CATCH_ALL = {
    "reminders/errand.py": "one mail whose text cannot be written must not stop the others",
    "reminders/heal.py": "one owner whose sources fail must not stop the others",
    "reminders/smtp.py": "a mail backend may raise anything; the outcome is then uncertain",
    "tracker/importing/sheets.py": "a hostile workbook makes the reader raise anything; the file is refused",
    "reminders/tasks.py": "the broker is a doorbell; whatever its library raises, mail goes on",
}
SENDERS = {"send_mail", "send_mass_mail", "mail_admins", "mail_managers", "email_user"}


@cache
def tree(path):
    return ast.parse(path.read_text(), str(path))


def files(*apps):
    """Python files of the project's own apps, without migrations."""
    for app in apps or FLOORS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def where(path, node):
    return f"{path.relative_to(ROOT)}:{node.lineno}"


def imported(path):
    """(node, dotted name) of every import in a file, wherever it stands."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{where(path, node)}: relative import"
            yield node, node.module
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)


def dotted(node):
    """ "a.b.c" of a chain of names, or ""."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def calls(path):
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))


def committed(*suffixes):
    """Files that git knows (in a copy without git: every file outside the hidden folders)."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0:
        found = [ROOT / name for name in listed.stdout.splitlines()]
    else:
        found = [p for p in ROOT.rglob("*") if not any(part.startswith(".") for part in p.parts)]
    return [p for p in found if p.is_file() and (not suffixes or p.suffix in suffixes)]


@pytest.mark.parametrize("app", FLOORS)
def test_an_app_imports_only_from_the_floors_below(app):
    wrong = []
    for path in files(app):
        for node, name in imported(path):
            other = name.split(".")[0]
            if other in FLOORS and other != app and FLOORS[other] >= FLOORS[app]:
                wrong.append(f"{where(path, node)} imports {name}")
    assert wrong == []


def test_no_import_of_ours_hides_inside_a_function():
    wrong = []
    for path in files():
        inside = [n for f in ast.walk(tree(path)) if isinstance(f, ast.FunctionDef) for n in ast.walk(f)]
        for node in inside:
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            wrong += [f"{where(path, node)} {name}" for name in names if name.split(".")[0] in FLOORS]
    assert wrong == []


def module_file(name):
    """The file of ours behind a dotted name, or None."""
    parts = name.split(".")
    path = ROOT.joinpath(*parts).with_suffix(".py")
    return path if parts[0] in FLOORS and path.exists() else None


def pure_files():
    """The rules of PURE that are written by now, and whatever of ours they import."""
    named = [ROOT / app / f"{name}.py" for app, names in PURE.items() for name in names]
    waiting, found = [path for path in named if path.exists()], set()
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += filter(None, (module_file(name) for _, name in imported(path)))
    return sorted(found)


@pytest.mark.parametrize("path", pure_files(), ids=lambda p: f"{p.parent.name}.{p.stem}")
def test_a_rule_imports_no_django_and_reads_no_clock(path):
    wrong = []
    for node, name in imported(path):
        if name.split(".")[0] in ("django", "celery", "allauth", "config"):
            wrong.append(f"{where(path, node)} imports {name}")
    for node in calls(path):
        if CLOCKS.search(dotted(node.func)):
            wrong.append(f"{where(path, node)} reads the clock: {dotted(node.func)}")
    assert wrong == []


def test_nobody_sends_mail_past_the_outbox():
    wrong = []
    for path in files():
        for node, name in imported(path):
            if name.startswith("django.core.mail") and path.relative_to(ROOT).parts[0] != "reminders":
                wrong.append(f"{where(path, node)} imports {name}")
        for node in calls(path):
            if dotted(node.func).split(".")[-1] in SENDERS:
                wrong.append(f"{where(path, node)} {dotted(node.func)}")
    assert wrong == []


def test_nobody_gives_celery_anything_to_carry():
    """Rows are the queue: a task takes no data, no ETA, no countdown (reliability.md §2)."""
    wrong = []
    for path in files():
        for node in calls(path):
            name = dotted(node.func).split(".")[-1]
            carried = {k.arg for k in node.keywords} & {"args", "kwargs", "eta", "countdown"}
            if name == "delay" and (node.args or node.keywords):
                wrong.append(f"{where(path, node)} .delay() with data")
            if name in ("apply_async", "send_task") and (carried or len(node.args) > (name == "send_task")):
                wrong.append(f"{where(path, node)} .{name}() with data")
    assert wrong == []


def catches_all(handler):
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return handler.type is None or any(dotted(kind) in ("Exception", "BaseException") for kind in kinds)


def test_only_one_mail_or_one_row_may_fail_quietly():
    found = {}
    for path in files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ExceptHandler) and catches_all(node):
                found.setdefault(str(path.relative_to(ROOT)), []).append(node.lineno)
    assert sorted(found) == sorted(CATCH_ALL), found


def test_files_stay_short():
    long = {p: n for p in files() if (n := len(p.read_text().splitlines())) > 400}
    assert long == {}


def templates():
    """Pages. Emails are outside the Content-Security-Policy and need their styles inline."""
    found = sorted((ROOT / "templates").rglob("*.html"))
    return [p for p in found if "emails" not in p.parts and p.name != "base_email.html"]


INLINE = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "style element": re.compile(r"<style\b", re.I),
    "script without src": re.compile(r"<script(?![^>]*\bsrc=)", re.I),
    "on… handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "hx-on or js:": re.compile(r"\bhx-on\b|[\"']js:|\bhx-vals='js", re.I),
    "javascript: link": re.compile(r"javascript:", re.I),
    "off-site asset": re.compile(r"<(?:script|img|link|iframe)[^>]*\s(?:src|href)=[\"'](?:https?:)?//", re.I),
}
# JSON in a script element is data, not code (allauth's passkeys read it).
DATA_SCRIPT = re.compile(r'<script[^>]*type="application/json"', re.I)


@pytest.mark.parametrize("what", INLINE)
def test_pages_have_nothing_inline(what):
    wrong = []
    for path in templates():
        for found in INLINE[what].finditer(path.read_text()):
            if not DATA_SCRIPT.match(found.group() + path.read_text()[found.end() :][:200]):
                wrong.append(f"{path.relative_to(ROOT)}: {found.group()[:60]}")
    assert wrong == []


UNESCAPED = re.compile(r"\|\s*safe\b|\{%\s*autoescape off|mark_safe\(|\|\s*safeseq\b")


def test_unescaped_text_gives_its_reason():
    """`|safe`, `autoescape off` and mark_safe need a comment on their line or the one above."""
    wrong = []
    for path in [*sorted((ROOT / "templates").rglob("*.*")), *files()]:
        lines = path.read_text().splitlines()
        for number, line in enumerate(lines):
            near = line + (lines[number - 1] if number else "")
            if UNESCAPED.search(line) and "{#" not in near and "# " not in near and path.suffix != ".txt":
                wrong.append(f"{path.relative_to(ROOT)}:{number + 1}: {line.strip()[:70]}")
    assert wrong == []


# Written in pieces, so that this file does not name what it forbids.
REGISTRIES = [
    "".join(pieces)
    for pieces in [
        ("py", "pi.", "org"),
        ("python", "hosted", ".org"),
        ("registry.", "npm", "js"),
        ("un", "pkg.com"),
        ("js", "delivr"),
        ("cdn", "js.com"),
        ("deb.", "debian", ".org"),
        ("docker", ".io"),
        ("ghcr", ".io"),
        ("quay", ".io"),
    ]
]


def test_no_file_names_a_registry():
    """Where packages come from is the machine's affair: pip's, apt's and Docker's own settings say it."""
    wrong = []
    for path in committed():
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        wrong += [f"{path.relative_to(ROOT)}: {name}" for name in REGISTRIES if name in text]
    assert wrong == []


def test_no_lock_file_with_addresses_is_committed():
    names = {path.name for path in committed()}
    assert names & {"uv.lock", "pylock.toml", "poetry.lock", "Pipfile.lock", "package-lock.json"} == set()
