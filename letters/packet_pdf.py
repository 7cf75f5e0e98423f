"""The packet as a one-page PDF, by typst: tagged, fonts inside, the text is data and never markup."""

import json
import threading
from pathlib import Path

import typst

from letters.packet import PacketPage

TEMPLATE = Path(__file__).with_name("packet.typ")
_lock = threading.Lock()  # one at a time: a compilation uses every core for a third of a second


def render(page: PacketPage) -> bytes:
    """A PDF/UA-1 of letter paper. Long packets are set smaller until they fit one page."""
    data = page.as_data()
    with _lock:
        for size in ("10pt", "9pt", "8pt", "7pt"):
            content = _compile(data, size)
            if pages(content) == 1:
                break
    return content


def _compile(data: dict, size: str) -> bytes:
    return typst.compile(
        TEMPLATE.read_bytes(),
        sys_inputs={"data": json.dumps(data), "size": size},
        pdf_standards="ua-1",
    )


def pages(content: bytes) -> int:
    """How many pages typst wrote: its page objects are not compressed."""
    return content.count(b"/Type /Page\n") or content.count(b"/Type /Page ") or 1
