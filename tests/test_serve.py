import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from spacenews import serve


@pytest.fixture
def taken():
    """Return a port that somebody listens on, willing to share it, as granian is."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def check(**variables: str) -> subprocess.CompletedProcess:
    """Run what `make run` runs before it begins anything long."""
    command = [sys.executable, "-m", "spacenews.serve", "check"]
    return subprocess.run(command, env={**os.environ, **variables}, capture_output=True, text=True)


def test_a_taken_port_is_told_in_one_sentence(taken):
    answer = check(PORT=str(taken))

    assert answer.returncode == 1
    assert answer.stderr == (
        f"Port {taken} of 127.0.0.1 is not free (Address already in use). "
        f"Stop what uses it, or choose another: PORT={taken + 1}\n"
    )


def test_a_free_port_is_no_obstacle(taken):
    answer = check(PORT=str(taken + 1)) if not serve.obstacle("127.0.0.1", taken + 1) else check(PORT="0")

    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")


def test_a_wrong_setting_is_told_in_one_sentence():
    answer = check(SITE_URL="http://news.example.org")

    assert answer.returncode == 1
    assert answer.stderr == (
        "SITE_URL must be https unless the site is on this machine: 'http://news.example.org'.\n"
    )


def test_ctrl_c_stops_the_server_at_once_for_its_worker_leaves_it_to_the_parent(server):
    heeding = [worker for worker in children(server.pid) if not blocks(worker, signal.SIGINT)]
    os.killpg(server.pid, signal.SIGINT)

    assert server.wait(timeout=10) == 0
    assert heeding == []


@pytest.mark.parametrize("heed", ["signal_handler_interrupt", "signal_handler_reload"])
def test_a_signal_is_heeded_also_by_a_thread_that_is_just_waking_for_another_reason(heed):
    server = serve.Server("spacenews.wsgi:application")
    handler = threading.Thread(target=getattr(server, heed), args=(signal.SIGTERM, None), daemon=True)

    with server.main_loop_interrupt._cond:
        handler.start()
        handler.join(timeout=10)
        is_waiting = handler.is_alive()

    assert not is_waiting
    assert server.main_loop_interrupt.wait(timeout=10)


def children(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def blocks(process: int, signum: int) -> bool:
    mask = int(
        re.search(r"^SigBlk:\s*(\w+)", Path(f"/proc/{process}/status").read_text(), re.MULTILINE)[1], 16
    )
    return bool(mask & 1 << signum - 1)


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def server(tmp_path, unused_port):
    """Start the server in a process group of its own and wait until it answers."""
    environment = {**os.environ, "PORT": str(unused_port), "DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "spacenews.serve"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, start_new_session=True)
    while process.poll() is None and not answers(unused_port):
        time.sleep(0.05)
    yield process
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz").close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True
