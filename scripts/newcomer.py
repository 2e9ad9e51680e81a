"""Do what a newcomer does: clone the last commit, `make run`, read, sign in, stop, run again.

Tells how long it took; ends with a sentence and what the site said where a step goes wrong.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PORT = "8765"
SITE = f"http://127.0.0.1:{PORT}"
PASSWORD = re.compile(r"password: (\S+)", re.IGNORECASE)
FIRST_RUN_S, LATER_RUN_S = 180, 10
STOP_S = 60  # twice what the server gives its workers


class Site:
    """`make run` in a folder, with what it prints kept in a file beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.log = folder, folder.with_suffix(".log")

    def __enter__(self) -> "Site":
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                ["make", "run"],
                cwd=self.folder,
                env=environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        return self

    def __exit__(self, *_) -> None:
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            sys.exit(f"{self.said()}\nThe site did not stop within {STOP_S} s.")

    def said(self) -> str:
        return self.log.read_text()

    def wait(self, limit_s: int) -> float:
        """Return how long it took until the front page was there."""
        start = time.monotonic()
        while (waited_s := time.monotonic() - start) < limit_s and self.process.poll() is None:
            if answers("/"):
                return waited_s
            time.sleep(0.2)
        sys.exit(f"{self.said()}\nThe site did not answer within {limit_s} s.")


def environment() -> dict[str, str]:
    """Return the environment of somebody who has set nothing, but for the port."""
    kept = {
        name: value for name, value in os.environ.items() if name in ("HOME", "LANG", "PATH") or "PIP" in name
    }
    return {**kept, "PORT": PORT}


def read(path: str) -> bytes:
    with urllib.request.urlopen(SITE + path) as answer:
        return answer.read()


def answers(path: str) -> bool:
    try:
        read(path)
    except OSError:
        return False
    return True


def signs_in(password: str) -> bool:
    """Say whether the password opens the desk."""
    jar = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    browser.open(f"{SITE}/admin/login/").read()
    token = next(cookie.value for cookie in jar if cookie.name == "csrftoken")
    form = {"username": "editor", "password": password, "csrfmiddlewaretoken": token, "next": "/admin/"}
    answer = browser.open(f"{SITE}/admin/login/", urllib.parse.urlencode(form).encode())
    return answer.url == f"{SITE}/admin/"


def check(holds: bool, sentence: str) -> None:
    if not holds:
        sys.exit(sentence)


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / "site"
        subprocess.run(["git", "clone", "--quiet", ROOT, folder], check=True)
        with Site(folder) as site:
            print(f"make run answered after {site.wait(FIRST_RUN_S):.0f} s")
            check(b"<item>" in read("/feed/rss/"), "The sample content is not there.")
            password = PASSWORD.search(site.said())
            check(
                password and signs_in(password[1]),
                f"{site.said()}\nThe printed password does not open the desk.",
            )
            second = subprocess.run(
                ["make", "run"], cwd=folder, env=environment(), capture_output=True, text=True
            )
            check(second.returncode and f"Port {PORT}" in second.stderr, "A taken port was not told.")
        with Site(folder) as site:
            print(f"make run, again, answered after {site.wait(LATER_RUN_S):.1f} s")
            check(not PASSWORD.search(site.said()), "The password was printed twice.")


if __name__ == "__main__":
    main()
