"""Reads one PDF from standard input in a process of its own, and says what it found as one line of JSON.

Started by accounts.pdf_check with an empty environment. Imports nothing of Wardbook: whatever a hostile file
does to the parser, it does it here, with limits set before the first byte is read. The answer is
{"pages": 3} or {"refused": "script"}; a crash or a kill is an answer too.
"""

import io
import json
import re
import resource
import sys

import pypdf

SECONDS = 10
MEMORY = 512 * 1024 * 1024
MOST_OBJECTS = 50_000
KEYS = {
    "/JS": "script",
    "/JavaScript": "script",
    "/XFA": "script",
    "/EmbeddedFiles": "files",
    "/EF": "files",
    "/AA": "acts",
}
ACTIONS = {
    "/JavaScript": "script",
    "/Launch": "launch",
    "/GoToE": "files",
    "/ImportData": "acts",
    "/SubmitForm": "acts",
    "/Rendition": "acts",
    "/RichMediaExecute": "acts",
}
# The same in the raw bytes: an object no table lists is still found by a reader that repairs the file.
RAW = {
    "script": re.compile(rb"/S\s*/JavaScript\b|/JS\s*[(<]|/JavaScript\s*<<"),
    "launch": re.compile(rb"/S\s*/Launch\b"),
    "files": re.compile(rb"/Type\s*/EmbeddedFile\b|/EmbeddedFiles\s*(?:<<|\d)|/EF\s*<<"),
}
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


def limit():
    """CPU, memory, and no files: set by the process itself, before it reads anything."""
    for kind, most in (
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))


def look(content):
    """The answer for this file."""
    plain = ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content)
    for word, pattern in RAW.items():
        if pattern.search(plain):
            return {"refused": word}
    reader = pypdf.PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted:
        return {"refused": "locked"}
    ids = {(number, gen) for gen, rows in reader.xref.items() for number in rows if number}
    ids |= {(number, 0) for number in reader.xref_objStm}
    if len(ids) > MOST_OBJECTS:
        return {"refused": "heavy"}
    for number, gen in sorted(ids):
        if word := forbidden(reader.get_object(pypdf.generic.IndirectObject(number, gen, reader))):
            return {"refused": word}
    if acts_when_opened(reader.root_object):
        return {"refused": "acts"}
    return {"pages": len(reader.pages)}


def forbidden(value):
    """The word for the first thing in this object that has no place in a document; None when harmless.

    References are not followed: every object is asked by itself.
    """
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            for key in one:
                if key in KEYS:
                    return KEYS[key]
            if word := ACTIONS.get(str(one.get("/S", ""))):
                return word
            if str(one.get("/Type", "")) == "/EmbeddedFile":
                return "files"
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
    return None


def acts_when_opened(root):
    """Whether opening does more than go to a page, which office programs write into every file."""
    action = root.get("/OpenAction")
    action = action.get_object() if action is not None else None
    return isinstance(action, dict) and str(action.get("/S", "")) != "/GoTo"


def main():
    limit()
    content = sys.stdin.buffer.read()
    try:
        answer = look(content)
    except MemoryError:
        answer = {"refused": "heavy"}
    except (pypdf.errors.PyPdfError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        answer = {"refused": "damaged"}
    except RecursionError:
        answer = {"refused": "heavy"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
