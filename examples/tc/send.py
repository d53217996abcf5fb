"""Sends itself three packets to the blocked port and two to another; checks which arrive. Delivery on lo is synchronous."""
import socket


def bound(port):
    end = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    end.bind(("127.0.0.1", port))
    end.setblocking(False)
    return end


blocked, open_ = bound(4242), bound(4243)
for _ in range(3):
    open_.sendto(b"no", ("127.0.0.1", 4242))
for _ in range(2):
    blocked.sendto(b"yes", ("127.0.0.1", 4243))
for _ in range(2):
    assert open_.recv(16) == b"yes"
try:
    raise SystemExit(f"arrived: {blocked.recv(16)}")
except BlockingIOError:
    pass
