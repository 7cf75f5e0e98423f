"""Every process that descends from this one, so that none outlives it. Linux only, as the drills are."""

import contextlib
import ctypes
import os
import signal
import time

_DIE_WITH_PARENT, _ADOPT = 1, 36  # PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER


def adopt():
    """From now on, whose parent dies becomes a child of this process and not of the machine's first."""
    ctypes.CDLL(None).prctl(_ADOPT, 1)


def follow():
    """This process is told to end when its parent has gone, however that went."""
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGTERM)


def end_all(*, grace=2, seconds=10, spared=()):
    """Kill what descends from this process, and wait until it is gone. What each was, as ps would show it:
    empty when everybody had ended, or does so within the seconds of `grace`."""
    began, names = time.monotonic(), []
    while left := _left(spared):
        if time.monotonic() >= began + grace:
            names = names or [_name(pid) for pid in left]
            for pid in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        if time.monotonic() > began + seconds:
            break
        _reap(spared)
        time.sleep(0.02)
    _reap(spared)
    return names


def _left(spared):
    """Not the spared, nor what belongs to them."""
    return [pid for child in _children(os.getpid()) if child not in spared for pid in _with_own(child)]


def _with_own(pid):
    """It and all below it, but for those that have ended and only wait to be reaped."""
    below = [one for child in _children(pid) for one in _with_own(child)]
    return [*below, pid] if _is_alive(pid) else below


def _reap(spared):
    for pid in _children(os.getpid()):
        if pid not in spared:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)


def _children(pid):
    """Of all its threads."""
    found = []
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/children") as file:
                found += [int(child) for child in file.read().split()]
    return found


def _is_alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def _name(pid):
    with contextlib.suppress(OSError), open(f"/proc/{pid}/cmdline", "rb") as file:
        return file.read().replace(b"\0", b" ").decode(errors="replace").strip() or str(pid)
    return str(pid)
