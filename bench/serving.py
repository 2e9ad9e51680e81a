"""Servers that are measured, each a process of its own with its workers: the site, a bare view, and nginx.

`python -m bench.serving 8100 1` serves the site that the environment names, by so many workers.
"""

import contextlib
import gzip
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path

TICKS, SECONDS = os.sysconf("SC_CLK_TCK"), 4
NGINX = """
daemon off; worker_processes 1; pid nginx.pid; error_log error.log;
events {{}}
http {{
  access_log off; default_type text/html; keepalive_requests 1000000; open_file_cache max=10;
  client_body_temp_path tmp; proxy_temp_path tmp; fastcgi_temp_path tmp; uwsgi_temp_path tmp; scgi_temp_path tmp;
  server {{ listen 127.0.0.1:{port}; root {root}; gzip_static on; }}
}}
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def missing() -> list[str]:
    """Return which of the programs that measure are not there."""
    return [
        name for name in ("nginx", "wrk") if not shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin")
    ]


@dataclass
class Server:
    port: int
    pid: int

    def url(self, address: str) -> str:
        return f"http://127.0.0.1:{self.port}{address}"

    def get(self, address: str, **headers: str) -> tuple[bytes, HTTPResponse]:
        """Return what it answers; its body is read, the connection ended."""
        with contextlib.closing(HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            connection.request("GET", address, headers=headers)
            answer = connection.getresponse()
            return answer.read(), answer

    def pids(self) -> list[int]:
        """Return the process and all below it."""
        children: dict[int, list[int]] = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                pid, parent = int(stat.parent.name), int(stat.read_text().rpartition(")")[2].split()[1])
                children.setdefault(parent, []).append(pid)
        found = [self.pid]
        for pid in found:
            found += children.get(pid, [])
        return found + database_pids()

    def used(self) -> float:
        """Return the seconds of CPU that all of them used so far."""
        fields = (Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in self.pids())
        return sum(int(field[11]) + int(field[12]) for field in fields) / TICKS

    def memory_mib(self) -> float:
        """Return the proportional set size of the server's own processes."""
        rollups = (Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in self.pids())
        lines = (line for rollup in rollups for line in rollup.splitlines() if line.startswith("Pss:"))
        return sum(int(line.split()[1]) for line in lines) / 1024

    def per_cpu_second(self, address: str, *headers: str) -> float:
        """Return how many requests it answers in a second of CPU. Raises RuntimeError for an answer that is none."""
        given = [part for header in headers for part in ("-H", header)]
        load = ["wrk", "-t1", "-c1", *given, self.url(address)]
        subprocess.run([*load, "-d1s"], check=True, stdout=subprocess.DEVNULL)  # warm
        before = self.used()
        said = subprocess.run([*load, f"-d{SECONDS}s"], check=True, stdout=subprocess.PIPE, text=True).stdout
        spent = self.used() - before
        if "Non-2xx" in said and not any(header.startswith("If-None-Match") for header in headers):
            raise RuntimeError(f"{address}: {said}")
        requests = next(int(line.split()[0]) for line in said.splitlines() if " requests in " in line)
        if not requests:
            raise RuntimeError(f"{address} was answered too seldom to be counted.")
        return requests / spent


def database_pids() -> list[int]:
    """Return the processes of PostgreSQL that serve the bench's database: they name it in their title."""
    name = os.environ.get("DATABASE_URL", "").rpartition("/")[2]
    if not name:
        return []
    found = subprocess.run(
        ["pgrep", "-f", f"postgres: .* {name} "], check=False, stdout=subprocess.PIPE, text=True
    )
    return [int(pid) for pid in found.stdout.split()]


@contextlib.contextmanager
def running(command: list[str], port: int, address: str = "/", **options) -> Iterator[Server]:
    process = subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL, **options)
    server = Server(port, process.pid)
    try:
        wait_for(server, address)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def wait_for(server: Server, address: str, most_s: float = 120) -> None:
    until = time.monotonic() + most_s
    while time.monotonic() < until:
        with contextlib.suppress(OSError, HTTPException):
            server.get(address)
            return
        time.sleep(0.01)
    raise RuntimeError(f"Nothing answers at {server.url(address)}.")


def site(*, bare: bool = False, workers: int = 1):
    """Serve the site at the port that its settings name, or the bare view at another."""
    port = free_port() if bare else int(os.environ["PORT"])
    settings = {"PORT": str(port), "BARE": "1" if bare else ""}
    command = [sys.executable, "-m", "bench.serving", str(port), str(workers)]
    return running(command, port, "/" if bare else "/healthz", env={**os.environ, **settings})


@contextlib.contextmanager
def nginx(folder: Path, page: bytes) -> Iterator[Server]:
    """Serve the bytes of a page as a file, compressed beforehand."""
    port, root = free_port(), folder / "root"
    root.mkdir(parents=True, exist_ok=True)
    (root / "page.html").write_bytes(page)
    (root / "page.html.gz").write_bytes(gzip.compress(page, 9))
    (folder / "nginx.conf").write_text(NGINX.format(port=port, root=root.resolve()))
    folder.chmod(0o755)
    command = ["nginx", "-p", f"{folder.resolve()}/", "-c", "nginx.conf"]
    path = {"PATH": os.environ["PATH"] + ":/usr/sbin"}
    with running(
        command, port, "/page.html", env={**os.environ, **path}, stderr=subprocess.DEVNULL
    ) as server:
        yield server


def serve(port: int, workers: int) -> None:
    """Serve as spacenews.serve does, but for the number of workers."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "spacenews.wsgi:application",
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        log_level=LogLevels.error,
    ).serve()


if __name__ == "__main__":
    serve(*map(int, sys.argv[1:]))
