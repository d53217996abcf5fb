"""Opens one TCP connection to itself, on the port given."""
import socket
import sys

port = int(sys.argv[1])
with socket.create_server(("127.0.0.1", port)) as server, socket.create_connection(("127.0.0.1", port)):
    server.accept()[0].close()
