"""What axe-core finds that would keep somebody out of a page."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

NAMED_MS = (
    50  # the desk's script names the stock fields in its next turn after the stock script has made them
)


def violations(page: Page, options: dict | None = None) -> list[str]:
    page.wait_for_load_state()
    page.wait_for_timeout(NAMED_MS)
    found = Axe().run(page, options=options).response["violations"]
    return [f"{fault['id']}: {node['html'][:300]}" for fault in found for node in fault["nodes"]]
