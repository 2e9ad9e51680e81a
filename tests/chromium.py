"""Chromium, started once in a process for all the tests that look through it."""

import os
import shutil

import pytest

ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
# The same engine without the windows, tabs and menus, which cost more than most pages do.
EXECUTABLE = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
PATIENCE_MS = 60_000  # a machine may have much else to do


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE_MS)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright runs a loop in this thread until the end
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=ARGUMENTS)
        yield browser
        browser.close()
