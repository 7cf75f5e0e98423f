"""Which PDFs are kept, and the sentence each other one gets."""

import io
import os
import subprocess
import sys
import zlib

import pytest
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NullObject,
    NumberObject,
    TextStringObject,
)

from accounts import pdf_check, pdf_runner
from accounts.pdf_check import SENTENCES, Refused, check
from tests import make


def written(change=None, pages=1, **options):
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(612, 792)
    if change:
        change(writer)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def action(kind, **more):
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Action"),
            NameObject("/S"): NameObject(kind),
            **{NameObject(f"/{name}"): value for name, value in more.items()},
        }
    )


def opens(value):
    return written(lambda writer: writer.root_object.update({NameObject("/OpenAction"): value}))


def annotated(value):
    """A page with a link that does `value`."""

    def change(writer):
        link = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/Link"),
                NameObject("/Rect"): ArrayObject([NumberObject(n) for n in (0, 0, 9, 9)]),
                NameObject("/A"): value,
            }
        )
        writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(link)])

    return written(change)


def page_action(value):
    def change(writer):
        writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): value})

    return written(change)


SCRIPT = action("/JavaScript", JS=TextStringObject("app.alert(1)"))
URI = action("/URI", URI=TextStringObject("https://example.org"))


def sentence(content, name="cv.pdf"):
    with pytest.raises(Refused) as refused:
        check(name, content)
    return str(refused.value)


@pytest.mark.parametrize("pages", [1, 20])
def test_a_plain_pdf_is_kept_as_it_came(pages):
    content = make.pdf(pages)
    assert check("My CV.PDF", content) == pdf_check.CheckedPdf("My CV.PDF", content, pages)


HARMLESS = {
    "a link to a web page": annotated(URI),
    "opens at the first page, as LibreOffice writes it": opens(
        ArrayObject([NumberObject(0), NameObject("/XYZ"), NullObject(), NullObject(), NumberObject(0)])
    ),
    "opens by going to a page": opens(action("/GoTo", D=ArrayObject([NumberObject(0), NameObject("/Fit")]))),
    "words about JavaScript": written(lambda w: w.add_metadata({"/Subject": "HTML/JavaScript, /Launch Lab"})),
    "a line end after the end": make.pdf() + b"\r\n\r\n",
}


@pytest.mark.parametrize("what", HARMLESS)
def test_what_ordinary_programs_write_passes(what):
    assert check("cv.pdf", HARMLESS[what]).pages == 1


def locked(algorithm, password):
    return written(lambda writer: writer.encrypt(password, "owner", algorithm=algorithm))


HOSTILE = {
    "a script when opened": (opens(SCRIPT), "script"),
    "a script on a link": (annotated(SCRIPT), "script"),
    "a program on a link": (annotated(action("/Launch", F=TextStringObject("cmd.exe"))), "launch"),
    "a web page when opened": (opens(URI), "acts"),
    "a web page when a page is shown": (page_action(URI), "acts"),
    "sends a form": (annotated(action("/SubmitForm", F=TextStringObject("https://example.org"))), "acts"),
    "a file inside": (written(lambda writer: writer.add_attachment("a.exe", b"MZ")), "files"),
    "a password": (locked("RC4-128", "secret"), "locked"),
    "an owner's password only": (locked("AES-256", ""), "locked"),
    "nothing but the ends": (b"%PDF-1.7\nnothing\n%%EOF", "damaged"),
    "a name written in escapes": (
        annotated(SCRIPT).replace(b"/JavaScript", b"/#4aava#53cript"),
        "script",
    ),
    "a script no table lists": (
        make.pdf().replace(b"%%EOF", b"99 0 obj\n<< /S /JavaScript /JS (app.alert(1)) >>\nendobj\n%%EOF"),
        "script",
    ),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_has_no_place_in_a_document_is_refused_by_name(what):
    content, word = HOSTILE[what]
    assert sentence(content) == SENTENCES[word]


def packed_script():
    """The script inside a compressed object stream, as newer programs write every object."""
    inside = b"4 0 << /S /JavaScript /JS (app.alert(1)) >>"
    packed = zlib.compress(inside)
    parts = [b"%PDF-1.5\n"]
    offsets = {}

    def put(number, body):
        offsets[number] = sum(map(len, parts))
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))

    put(1, b"<< /Type /Catalog /Pages 2 0 R /OpenAction 4 0 R >>")
    put(2, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
    put(3, b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>")
    put(
        5,
        b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
        % (len(packed), packed),
    )
    start = sum(map(len, parts))
    rows = [(0, 0, 65535), (1, offsets[1], 0), (1, offsets[2], 0), (1, offsets[3], 0), (2, 5, 0)]
    rows += [(1, offsets[5], 0), (1, start, 0)]
    table = b"".join(bytes([a]) + b.to_bytes(4) + c.to_bytes(2) for a, b, c in rows)
    head = b"<< /Type /XRef /Size 7 /W [1 4 2] /Root 1 0 R /Length %d >>" % len(table)
    parts.append(b"6 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (head, table))
    parts.append(b"startxref\n%d\n%%%%EOF\n" % start)
    return b"".join(parts)


def test_a_script_in_a_compressed_stream_is_found():
    content = packed_script()
    assert b"JavaScript" not in content
    assert sentence(content) == SENTENCES["script"]


BYTES = {
    "a Word file": (make.pdf(), "cv.docx", "“cv.docx” is not a PDF. Save it as PDF first, then upload that."),
    "nothing": (b"", "cv.pdf", "This file is empty. Choose the PDF again."),
    "too big": (
        b"%PDF-" + bytes(6 * 1024 * 1024) + b"%%EOF",
        "cv.pdf",
        "This file has 6.0 MB. Keep it to 5 MB.",
    ),
    "a page": (b"<html>%PDF-1.4 %%EOF", "cv.pdf", "This is not a PDF inside, whatever its name says."),
    "a zip": (b"PK\x03\x04" + make.pdf(), "cv.pdf", "This is not a PDF inside, whatever its name says."),
    "a page behind the mark": (
        b"%PDF-1.4\n<script>alert(1)</script>\n%%EOF",
        "cv.pdf",
        "This is not a PDF inside, whatever its name says.",
    ),
    "half of one": (make.pdf()[:200], "cv.pdf", "The end of this PDF is missing."),
    "an end far away": (make.pdf() + bytes(2000), "cv.pdf", "The end of this PDF is missing."),
}


@pytest.mark.parametrize("what", BYTES)
def test_the_bytes_are_asked_first(what):
    content, name, said = BYTES[what]
    assert sentence(content, name).startswith(said)


def test_too_many_pages_and_none():
    assert sentence(make.pdf(21)) == "This PDF has 21 pages. Keep it to 20."
    assert sentence(make.pdf(0)) == "This PDF has no pages."


def pages_in_a_circle():
    """A tree of pages that is its own child."""
    return (
        make.pdf().replace(b"/Kids [ 4 0 R ]", b"/Kids [ 2 0 R ]").replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]")
    )


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"%PDF-1.4\n1 0 obj\n" + b"[" * 200_000 + b"\n%%EOF", id="deep"),
        pytest.param(b"%PDF-1.4\n" + b"1 0 obj\n<<>>\nendobj\n" * 200_000 + b"%%EOF", id="many"),
        pytest.param(pages_in_a_circle(), id="circle"),
        pytest.param(make.pdf()[:-60] + bytes(range(256)) * 40 + b"\n%%EOF", id="noise"),
    ],
)
def test_a_hostile_file_gets_a_sentence_within_the_time(content):
    said = sentence(content)
    assert said in {*SENTENCES.values(), "This PDF has no pages."}


def run(code, **options):
    """What a process under the runner's limits does with this code."""
    return subprocess.run(
        [sys.executable, "-c", f"from accounts import pdf_runner; pdf_runner.limit(); {code}"],
        capture_output=True,
        cwd=pdf_check._ROOT,
        check=False,
        **options,
    )


def test_the_runner_has_limits_on_memory_files_and_time(tmp_path):
    assert b"MemoryError" in run(f"bytearray({pdf_runner.MEMORY})").stderr
    written = run(f"open({str(tmp_path / 'x')!r}, 'w', buffering=1).write('x\\n')")
    assert written.returncode != 0
    assert (tmp_path / "x").stat().st_size == 0
    asked = run("import resource; print(resource.getrlimit(resource.RLIMIT_CPU))")
    assert asked.stdout.strip() == f"({pdf_runner.SECONDS}, {pdf_runner.SECONDS})".encode()
    control = run("bytearray(1000)")
    assert (control.returncode, control.stderr) == (0, b"")


def test_a_file_that_takes_for_ever_is_refused(monkeypatch):
    monkeypatch.setattr(pdf_check, "SECONDS", 0.01)
    assert sentence(make.pdf()) == SENTENCES["heavy"]


def test_the_runner_sees_no_secrets(tmp_path, monkeypatch):
    """Its environment is empty, whatever ours holds."""
    monkeypatch.setenv("SECRET_KEY", "a secret of this very process, 32 letters")
    told = tmp_path / "told"
    (tmp_path / "python").write_text(f"#!/bin/sh\nenv > {told}\nprintf '{{\"pages\": 1}}'\n")
    os.chmod(tmp_path / "python", 0o700)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    assert check("cv.pdf", make.pdf()).pages == 1
    names = {line.split("=")[0] for line in told.read_text().splitlines()}
    assert names - {"PWD", "SHLVL", "_", "OLDPWD"} == {"PATH"}
