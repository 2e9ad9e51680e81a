"""Whatever is typed, there is an answer: queries that nobody thought of, in CI five thousand a database."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spacenews.pagecache import clock
from spacenews.search import answer, reading, text, vocabulary
from tests import make

pytestmark = pytest.mark.django_db
NAUGHTY = Path("../shared/real/hostile/blns.json")  # lies beside the project, not in it
PIECES = [
    *(
        '"',
        "'",
        "-",
        "*",
        ":",
        "(",
        ")",
        "^",
        "+",
        "\\",
        "%",
        "_",
        "&",
        "|",
        "!",
        "<->",
        "{",
        "}",
        ";",
        "--",
        "/*",
    ),
    *(
        "AND",
        "OR",
        "NOT",
        "NEAR",
        "NEAR(",
        "title:",
        "rowid:",
        "firm:",
        "tag:",
        "section:",
        "lang:",
        "after:",
    ),
    *(
        "before:",
        "2026",
        "2026-13-40",
        "-1",
        "٣",
        "\x00",
        "\n",
        "\t",
        " ",
        "  ",
        "\u3000",
        "\u200b",
        "\ud800",
    ),
    *(
        "rocket",
        "rokcet",
        "themoon",
        "rocke",
        "moon",
        "蓝箭航天",
        "朱雀",
        "箭",
        "3",
        "é",
        "e\u0301",
        "ﷺ",
        "ﾞ",
        "㍿",
        "🚀",
        "İ",
        "ß",
        "f1",
        "l1",
    ),
    *("ก็", "हिन्दी", "한국어", "a" * 300, "箭" * 300, "x1" * 100, '"' * 99, "tag:" * 60, "-" * 200),
]
TYPED = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=20)), max_size=15).map("".join)
FIVE = 5  # queries to an example
EXAMPLES = 1000 if os.environ.get("CI") else 60


@pytest.fixture
def stories():
    firm = make.organization("LandSpace", slug="landspace", public_from=clock.now())
    firm.names.create(text="蓝箭航天", kind="native")
    make.published(
        headline="Rocket to the moon", body="<p>Moon, 3 rockets.</p>", about=[firm], tags=[make.tag()]
    )
    make.published(headline="朱雀三号", body="<p>蓝箭航天的火箭。</p>", language="zh-hans")
    make.published(headline="Roket", body="<p>Bulan.</p>", language="id")


def ask(typed: str) -> int:
    """Answer as the page and the box do and return how many results the page shows."""
    now = clock.now()
    for word in text.words(typed)[-2:]:
        vocabulary.completions(word, now, 5)
        vocabulary.corrected([word], now)
    found = answer.search(reading.read(reading.tidied(typed), now), now)
    return len(answer.results(list(answer.page_of(found, "1")), now))


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(TYPED, min_size=FIVE, max_size=FIVE))
def test_no_query_is_an_error(stories, lines):
    for typed in lines:
        assert 0 <= ask(typed) <= 3


if NAUGHTY.exists():

    def test_naughty_strings_are_no_error(stories):
        for typed in json.loads(NAUGHTY.read_text()):
            assert 0 <= ask(typed) <= 3


@pytest.mark.parametrize("typed", [*PIECES, "%00", "\ud800", "a" * 1900])
def test_no_address_of_a_search_is_an_error(client, typed):
    query = f"q={typed}".encode("utf-8", "surrogatepass") if typed != "%00" else b"q=%00"

    response = client.get("/search/", QUERY_STRING=query.decode("latin-1"))

    assert response.status_code == 200
