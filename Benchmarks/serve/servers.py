"""The servers that are measured, as processes of their own."""

import re
import socket
import subprocess
import time
import urllib.request


class Server:
    """A process that listens until the block ends."""

    def __init__(self, command, url=None):
        self.began = time.perf_counter()
        self.process = subprocess.Popen(
            [str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self.url = url or self.process.stdout.readline().strip()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.process.terminate()
        self.process.wait()


def ours(binary, archive):
    return Server([binary, "serve", "--archive", archive, "--port", "0"])


def free_port():
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        return any_port.getsockname()[1]


def record(mitmdump, upstream, paths, flows):
    """Lets mitmproxy record the responses of another server."""
    port = free_port()
    with Server([mitmdump, "-q", "--mode", f"reverse:{upstream}", "-p", port, "-w", flows], f"http://127.0.0.1:{port}") as proxy:
        wait_for(proxy)
        for path in paths:
            urllib.request.urlopen(proxy.url + path).read()


def mitmproxy(mitmdump, flows):
    """mitmproxy's server replay of recorded flows."""
    port = free_port()
    server = Server(
        [
            mitmdump, "-q", "--mode", f"reverse:http://127.0.0.1:{free_port()}", "-p", port,
            "--server-replay", flows, "--set", "server_replay_reuse=true",
            "--set", "server_replay_extra=404", "--set", "server_replay_refresh=false",
            "--set", "connection_strategy=lazy", "--set", "server_replay_ignore_host=true",
            "--set", "server_replay_ignore_port=true",
        ],
        f"http://127.0.0.1:{port}",
    )  # fmt: skip
    wait_for(server)
    return server


def wait_for(server):
    port = int(server.url.rsplit(":", 1)[1])
    for _ in range(600):
        with socket.socket() as connection:
            if connection.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"nothing listens on {server.url}")


def load(url, seconds, connections=16, threads=2):
    """Responses a second by wrk; fails where a response is missing or not 2xx."""
    text = subprocess.run(
        ["wrk", f"-t{threads}", f"-c{connections}", f"-d{seconds}", url], check=True, capture_output=True, text=True
    ).stdout
    if "Non-2xx" in text or "Socket errors" in text:
        raise RuntimeError(f"{url}: {text}")
    return float(re.search(r"Requests/sec: *([\d.]+)", text)[1])


def first_response(binary, archive, target):
    """Milliseconds from the start of the process to the end of its first response."""
    with ours(binary, archive) as server:
        body = urllib.request.urlopen(server.url + target).read()
        passed = (time.perf_counter() - server.began) * 1000
    if not body:
        raise RuntimeError(f"{target}: no body")
    return passed
