"""No test leaves this machine: a socket may only reach the loopback or a socket file."""

import ipaddress
import socket

_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex
_getaddrinfo = socket.getaddrinfo


class LeftTheMachine(AssertionError):
    """A test tried to reach another host."""


def is_local(host):
    if host in ("", None, "localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _require_local(sock, address):
    if sock.family in (socket.AF_INET, socket.AF_INET6) and not is_local(address[0]):
        raise LeftTheMachine(f"A test tried to connect to {address[0]}:{address[1]}.")


def _guarded_connect(self, address):
    _require_local(self, address)
    return _connect(self, address)


def _guarded_connect_ex(self, address):
    _require_local(self, address)
    return _connect_ex(self, address)


def _guarded_getaddrinfo(host, *args, **kwargs):
    name = host.decode() if isinstance(host, bytes) else host
    if not is_local(name):
        raise LeftTheMachine(f"A test tried to look up {name}.")
    return _getaddrinfo(host, *args, **kwargs)


def close_off():
    """Guard every socket of this process from now on."""
    socket.socket.connect = _guarded_connect
    socket.socket.connect_ex = _guarded_connect_ex
    socket.getaddrinfo = _guarded_getaddrinfo
