"""Passes connections on to a port of this machine until BYTES have gone there, then cuts them all: PORT BYTES.

Prints the port that it listens on; after the cut nobody is let in.
"""
import os
import socket
import sys
import threading

target, allowed = int(sys.argv[1]), int(sys.argv[2])
door = socket.create_server(("127.0.0.1", 0))
print(door.getsockname()[1], flush=True)
lock = threading.Lock()
ends = []
passed = 0


def cut():
    door.close()
    for end in ends:
        end.close()
    os._exit(0)


def pump(source, sink, counts):
    global passed
    try:
        while data := source.recv(16384):
            if counts:
                with lock:
                    data = data[: allowed - passed]
                    passed += len(data)
                    sink.sendall(data)
                    if passed >= allowed:
                        cut()
            else:
                sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        pass


while True:
    client, _ = door.accept()
    server = socket.create_connection(("127.0.0.1", target))
    ends += [client, server]
    for pair in ((client, server, True), (server, client, False)):
        threading.Thread(target=pump, args=pair, daemon=True).start()
