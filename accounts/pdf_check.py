"""Whether a file is a PDF we keep (reliability.md §4, PDF upload). No Django here.

Cheap questions about the bytes first; then a separate process, limited in time, CPU and memory, reads the
file and looks for what has no place in a document. What runs there: accounts.pdf_runner.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

MOST_BYTES = 5 * 1024 * 1024
MOST_PAGES = 20
SECONDS = 20  # by the clock on the wall; the CPU limit is the runner's own
END = 1024  # %%EOF stands within this many bytes of the end
AGAIN = "Print it to PDF and upload that copy."
SENTENCES = {
    "script": f"This PDF contains a script or a fillable form that runs one. {AGAIN}",
    "launch": f"This PDF can start other programs. {AGAIN}",
    "files": f"This PDF has other files inside. {AGAIN}",
    "acts": f"This PDF does something by itself when it is opened. {AGAIN}",
    "locked": "This PDF is locked with a password. Save a copy without one and upload that.",
    "heavy": f"This PDF takes too much to read. {AGAIN}",
    "damaged": "This PDF cannot be read; it seems damaged. Save it again and upload that copy.",
}
_ROOT = Path(__file__).resolve().parent.parent


class Refused(ValueError):
    """The file is not kept; the message is the sentence for the person."""


@dataclass(frozen=True)
class CheckedPdf:
    """A PDF that passed: `name` ends in .pdf and is one plain line, `content` its bytes."""

    name: str
    content: bytes
    pages: int


def check(name: str, content: bytes) -> CheckedPdf:
    """The file as checked, or Refused with a sentence. Takes about half a second."""
    _check_bytes(name, content)
    answer = _ask_runner(content)
    if word := answer.get("refused"):
        raise Refused(SENTENCES[word])
    pages = answer["pages"]
    if pages < 1:
        raise Refused("This PDF has no pages.")
    if pages > MOST_PAGES:
        raise Refused(f"This PDF has {pages} pages. Keep it to {MOST_PAGES}.")
    return CheckedPdf(name, content, pages)


def _check_bytes(name, content):
    if not name.lower().endswith(".pdf"):
        raise Refused(f"“{name[:60]}” is not a PDF. Save it as PDF first, then upload that.")
    if not content:
        raise Refused("This file is empty. Choose the PDF again.")
    if len(content) > MOST_BYTES:
        raise Refused(too_big(len(content)))
    if not content.startswith(b"%PDF-") or any(
        word in content[:1024].lower() for word in (b"<html", b"<script")
    ):
        raise Refused("This is not a PDF inside, whatever its name says. Save it as PDF first.")
    if b"%%EOF" not in content[-END:]:
        raise Refused("The end of this PDF is missing. Download or save it again, then upload it.")


def too_big(size: int) -> str:
    """The sentence for a file of `size` bytes."""
    return f"This file has {size / 1024 / 1024:.1f} MB. Keep it to {MOST_BYTES // 1024 // 1024} MB."


def _ask_runner(content):
    """What the separate process says. Killed, crashed or silent, it said no."""
    try:
        done = subprocess.run(
            [sys.executable, "-B", "-m", "accounts.pdf_runner"],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env={"PATH": os.defpath},  # no secrets, no database address
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return {"refused": "heavy"}
    if done.returncode < 0:  # a signal: the limit on CPU, or the machine's own on memory
        return {"refused": "heavy"}
    if done.returncode > 0 or not done.stdout:
        return {"refused": "damaged"}
    return json.loads(done.stdout)
