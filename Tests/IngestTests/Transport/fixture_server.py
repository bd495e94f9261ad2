"""An HTTP/1.1 server on loopback with the faults that the transport's tests need.

    fixture_server.py [CERTIFICATE KEY | hang-up]

Writes its port and a line feed to stdout, serves until its stdin ends. The path says what to do.
"""

import gzip
import json
import socket
import ssl
import struct
import sys
import threading
import time
import zlib

lock = threading.Lock()
counts = {"connections": 0, "requests": 0, "active": 0, "peak": 0, "closedEarly": 0}


def count(name, by=1):
    with lock:
        counts[name] += by
        counts["peak"] = max(counts["peak"], counts["active"])


def response(body=b"", status="200 OK", fields=()):
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *fields, "", ""]
    return "\r\n".join(lines).encode() + body


def reset(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def chunk(data):
    return b"%x\r\n%s\r\n" % (len(data), data)


def wait_for_end(connection):
    """Until the client closes: distinguishes a cancelled request from one that is waited for."""
    connection.settimeout(30)
    if not connection.recv(1):
        count("closedEarly")


def serve_path(connection, head, path, query):
    """Responds to one request; true if the connection can take another."""
    send = connection.sendall
    gzipped = "Content-Encoding: gzip"
    if path == "/stats":
        send(response(json.dumps(counts).encode()))
    elif path == "/echo":
        send(response(head))
    elif path == "/gzip":
        send(response(gzip.compress(b"[1,2,3]" * 1000), fields=[gzipped]))
    elif path == "/bytes":
        send(response(b"x" * int(query)))
    elif path == "/bomb":
        send(response(gzip.compress(b"\0" * int(query), 9), fields=[gzipped]))
    elif path == "/slow":
        count("active")
        time.sleep(float(query))
        count("active", -1)
        send(response(b"done"))
    elif path == "/silent":
        wait_for_end(connection)
        return False
    elif path == "/stalled":
        send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\nX-Kept: yes\r\n\r\nfirst part")
        wait_for_end(connection)
        return False
    elif path == "/truncated":
        send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\nX-Kept: yes\r\n\r\nfirst part")
        return False
    elif path == "/truncated-gzip":
        packed = zlib.compressobj(0, zlib.DEFLATED, 31)
        data = packed.compress(b"first part" * 9000) + packed.flush()
        send(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk(data[:50000]))
        return False
    elif path == "/broken-gzip":
        send(response(b"\x1f\x8b\x08\0\0\0\0\0\0\3" + b"\xff" * 100, fields=[gzipped]))
    elif path == "/unknown-encoding":
        send(response(b"abc", fields=["Content-Encoding: marvellous"]))
    elif path == "/reset":
        reset(connection)
        return False
    elif path == "/reset-amid":
        send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nfirst part")
        time.sleep(0.1)
        reset(connection)
        return False
    elif path == "/closed":
        return False
    elif path == "/redirect":
        send(response(b"elsewhere", "302 Found", [f"Location: {query}"]))
    elif path == "/interim":
        send(b"HTTP/1.1 103 Early Hints\r\nX-Early: yes\r\n\r\n")
        send(response(b"final", "418 I'm a teapot", ["X-Late: yes", "HTTP/odd: kept"]))
    elif path == "/trailers":
        send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n")
        send(chunk(b"abc") + b"0\r\nX-Sum: 6\r\n\r\n")
    elif path == "/odd-fields":
        send(response(b"", "204 No Content", ["X-Empty:", "X-Two: a", "X-Two:  b \t", "X-Folded: one", " two"])
             .replace(b"Content-Length: 0\r\n", b""))
    elif path == "/http1.0":
        send(b"HTTP/1.0 200 OK\r\n\r\nuntil the end")
        return False
    elif path == "/not-http":
        send(b"SSH-2.0-OpenSSH_9.2\r\n")
        return False
    elif path == "/close-after":
        send(response(b"last", fields=["Connection: close"]))
        return False
    else:
        send(response(b"not here", "404 Not Found"))
    return True


def serve(connection, context):
    count("connections")
    try:
        if context:
            connection = context.wrap_socket(connection, server_side=True)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if sys.argv[1:] == ["hang-up"]:
            connection.recv(65536)
            return
        buffer = b""
        while True:
            while b"\r\n\r\n" not in buffer:
                more = connection.recv(65536)
                if not more:
                    return
                buffer += more
                if buffer[0] == 0x16:  # the first byte of TLS
                    connection.sendall(response(b"", "400 Bad Request"))
                    return
            head, buffer = buffer.split(b"\r\n\r\n", 1)
            count("requests")
            path, _, query = head.split(b" ", 2)[1].decode().partition("?")
            if not serve_path(connection, head, path, query.partition("&")[0]):
                return
    except OSError:
        pass
    finally:
        connection.close()


def main():
    context = None
    if len(sys.argv) > 2:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[1], sys.argv[2])
    listener = socket.create_server(("127.0.0.1", 0), backlog=256)
    print(listener.getsockname()[1], flush=True)

    def accept():
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=serve, args=(connection, context), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    sys.stdin.read()


main()
