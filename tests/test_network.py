import socket
import urllib.request

import pytest

from tests.network import LeftTheMachine


def test_a_test_cannot_connect_to_another_host():
    with socket.socket() as sock, pytest.raises(LeftTheMachine):
        sock.connect(("192.0.2.1", 80))


def test_a_test_cannot_look_up_a_name():
    with pytest.raises(LeftTheMachine):
        urllib.request.urlopen("http://wardbook.example.org/")


def test_the_loopback_is_open():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        with socket.create_connection(server.getsockname()) as client:
            assert client.getpeername() == server.getsockname()
