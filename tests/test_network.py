"""Tests reach this machine and nothing else."""

import socket

import pytest
import requests
from pytest_socket import SocketConnectBlockedError


# Addresses that are set aside for documentation: nobody answers there, even if the block is gone.
@pytest.mark.parametrize("address", [("192.0.2.1", 443), ("192.0.2.1", 53), ("2001:db8::1", 443)])
def test_connect_outside_is_blocked(address):
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as client, pytest.raises(SocketConnectBlockedError):
        client.settimeout(0.1)
        client.connect(address)


def test_requests_outside_is_blocked():
    with pytest.raises(SocketConnectBlockedError):
        requests.get("http://192.0.2.1/", timeout=0.1)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_connect_loopback_works(host):
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection((host, server.getsockname()[1])):
        pass
