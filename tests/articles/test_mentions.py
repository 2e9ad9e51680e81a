"""Which names a text is found to say, and which words are not one."""

import time

import pytest

from spacenews.articles.mentions import known
from spacenews.articles.mentions.matcher import Matcher
from spacenews.articles.mentions.offers import Offer, offers, without
from spacenews.articles.mentions.reading import mentions
from spacenews.articles.mentions.texts import pieces
from spacenews.articles.mentions.unknown import unknown
from spacenews.firms.models import Name
from tests import make

ALWAYS, EXACT, ASK = Name.Match.ALWAYS, Name.Match.EXACT, Name.Match.ASK
# Organizations stand for themselves here by a word instead of a number.
NAMES = [
    ("LandSpace", ALWAYS, "landspace"),
    ("蓝箭航天", ALWAYS, "landspace"),
    ("SpaceSail", ALWAYS, "spacesail"),
    ("Rocket Lab", EXACT, "rocket-lab"),
    ("AST SpaceMobile", EXACT, "ast"),
    ("CAS", EXACT, "cas"),
    ("CAS Space", EXACT, "cas-space"),
    ("HIT", EXACT, "hit"),
    ("LAPAN", EXACT, "lapan"),
    ("SpaceX", ALWAYS, "spacex"),
    ("Zhejiang University", EXACT, "zju"),
    ("China Rocket", EXACT, "china-rocket"),
    ("国家航天局", ALWAYS, "cnsa"),
    ("中国航天", ALWAYS, "zght"),
    ("中国航天科工集团", ALWAYS, "casic"),
    ("中国卫星网络集团有限公司", ALWAYS, "satnet"),
    ("Beijing Interstellar Glory Space Technology Ltd.", EXACT, "i-space"),
    ("i-Space", EXACT, "i-space"),
    ("iSpace", ASK, "i-space"),
    ("星际荣耀", ALWAYS, "i-space"),
    ("ispace", EXACT, "ispace"),
    ("ispace, inc.", EXACT, "ispace"),
    ("Vast", ASK, "vast"),
    ("Vast Space", EXACT, "vast"),
    ("STAR.VISION", EXACT, "star-vision"),
]
MATCHER = Matcher(NAMES)


def offered(body: str = "", headline: str = "", deck: str = "", points=()) -> list[Offer]:
    return offers(mentions(MATCHER, pieces(headline, deck, points, body)))


def told(*args, **given) -> dict[str, str]:
    """Return who is offered: several, parted by a bar, are one question."""
    return {"|".join(one.organizations): "sure" if one.is_sure else "ask" for one in offered(*args, **given)}


def sure(*organizations) -> dict[str, str]:
    return dict.fromkeys(organizations, "sure")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A rocket of LANDSPACE, or landspace.", sure("landspace")),
        ("LandSpace’s engine, SpaceSail-backed, non-SpaceX.", sure("landspace", "spacesail", "spacex")),
        ("Two LandSpaces; SpaceXnya, LandSpace-nya.", sure("landspace", "spacex")),
        ("The ＬａｎｄＳｐａｃｅ stage, the Space\u00adX pad.", sure("landspace", "spacex")),
        ("A spaceship of SpaceXplore and of LandSpacer.", {}),
        ("在LandSpace的总装厂", sure("landspace")),
        ("The rocket lab hit a wall, and CAST stood by.", {}),
        ("Rocket Lab; the AST Spacemobile fleet.", sure("rocket-lab", "ast")),
        ("Rocket. Lab tests follow.", {}),
        ("CAS Space flew it, not CAS.", sure("cas-space", "cas")),
        ("CAS Space flew it.", sure("cas-space")),
        ("LAPAN-A2 and CAS-3B fly on; see spacex.com.", {}),
        ("STAR.VISION built it; a star vision did not.", sure("star-vision")),
        ("Zhejiang University of Technology", {}),
        ("Zhejiang University of all places", sure("zju")),
        ("中国航天科工集团发射，蓝箭航天旁观。", sure("casic", "landspace")),
        ("中国卫星网络集团（SatNet）", sure("satnet")),
        ("美国国家航天局与印度国家航天局", {}),
        ("中国国家航天局", sure("cnsa")),
        ("i‑Space and the i-Space-built stage", sure("i-space")),
        ("Beijing Interstellar Glory Space Technology filed.", sure("i-space")),
        ("A vast plain.", {}),
        ("Vast plans a station.", {"vast": "ask"}),
        ("Vast Space, or Vast.", sure("vast")),
        ("So iSpace flew.", {"i-space|ispace": "ask"}),
        ("So ispace flew, and Ispace too.", {"i-space|ispace": "ask"}),
        ("i-Space, written iSpace too.", sure("i-space")),
        ("The lander of ispace, inc. fell; ispace said so.", sure("ispace")),
        ("i-Space and ispace inc. are two; iSpace is which?", sure("i-space", "ispace")),
    ],
)
def test_who_is_named(text, expected):
    assert told(f"<p>{text}</p>") == expected


def test_capitals_that_tell_nothing_make_a_question_of_what_may_be_a_word():
    assert told(headline="ROCKET LAB HIT BY STORM, LANDSPACE WAITS") == {
        **sure("rocket-lab", "landspace"),
        "hit": "ask",
    }
    assert told(headline="China Rocket Fails After Launch From Hainan") == {"china-rocket": "ask"}
    assert told("<p>The firm China Rocket sold it.</p>") == sure("china-rocket")


@pytest.mark.parametrize(
    "body",
    [
        "<h2>LandSpace</h2>",
        '<p><a href="https://example.org/">LandSpace</a> flew.</p>',
        "<blockquote><p>LandSpace flew.</p></blockquote>",
        "<p>“We are LandSpace,” he said.</p>",
        "<p>他说：「蓝箭航天会成功」。</p>",
        '<p><mark data-figure="1">three of LandSpace</mark></p>',
        '<figure data-image="1"><figcaption>LandSpace</figcaption></figure>',
        '<p>Land<a href="https://example.org/">Space</a></p>',
        '<p>Rocket<a href="https://example.org/">s</a> Lab</p>',
    ],
)
def test_headings_links_quotations_and_references_name_nobody(body):
    assert told(f"{body}<p>Plain.</p>") == {}


def test_a_name_is_found_across_markup_and_alone_in_quotation_marks():
    assert told("<p>Rocket <strong>Lab</strong> and the so-called “LandSpace”.</p>") == sure(
        "rocket-lab", "landspace"
    )
    assert told("<table><tr><td>Rocket</td><td>Lab</td></tr></table>") == {}


def test_the_role_is_about_for_whom_the_head_names_or_the_text_often():
    [led] = offered("<p>Text.</p>", headline="LandSpace flies")
    [once] = offered("<p>LandSpace flew.</p>", points=["A LandSpace engine."])
    [often] = offered("<p>LandSpace, 蓝箭航天 and LandSpace.</p>")

    assert (led.role, led.where) == ("about", ("headline",))
    assert (once.role, once.count, once.where) == ("mentioned", 2, ("points", "body"))
    assert (often.role, often.said) == ("about", ("LandSpace", "蓝箭航天"))


def test_what_is_covered_or_refused_is_not_offered():
    made = offered("<p>LandSpace, SpaceX, Rocket Lab and iSpace.</p>")
    left = without(made, {"spacex"}, {("landspace", "landspace"), ("rocket lab", "cas"), ("ispace", None)})

    assert [one.organizations for one in left] == [("rocket-lab",)]
    assert without(made, {"ispace"}, set())[-1].words == "Rocket Lab"
    assert without(made, set(), {("ispace", "ispace")})[-1].organizations == ("i-space",)


def test_a_text_made_to_cost_much_costs_little():
    hostile = (
        "「" * 50_000,
        "“" * 50_000,
        "‘" * 50_000,
        "LandSpace “x” " * 5_000,
        "中国航天科工" * 10_000,
        "«《" * 50_000,
    )
    began = time.process_time()

    found = [offered(f"<p>{text}</p>") for text in hostile]

    assert [len(made) for made in found] == [0, 0, 0, 1, 1, 0]
    assert time.process_time() - began < 5


SAID_OFTEN = (
    "<p>In May the engineers of Loongson Technology tested a chip that the makers of rockets had ordered.</p>"
    "<p>A board from Loongson Technology flew, and what AstroForge sent flew with it on Monday 3 May.</p>"
    "<p>The plans of AstroForge are older than those of Loongson Technology or of the United States.</p>"
    "<p>For AstroForge it was a test like those of Rocket Lab, Rocket Lab said; Rocket Lab helped.</p>"
    "<p>“Bright Moon Works”, he said of Bright Moon Works; the people in the United States heard it.</p>"
    "<p>星途探索公司获得融资。据星途探索公司称，今年发射。蓝箭航天、蓝箭航天与蓝箭航天不同于星途探索公司。</p>"
    "<p>They came from the United States, where nobody knew.</p>"
)


def test_names_said_three_times_that_no_record_has_are_told():
    found = unknown(MATCHER, pieces("", "", (), SAID_OFTEN))

    assert sorted(found) == [("AstroForge", 3), ("Loongson Technology", 3), ("星途探索公司", 3)]


def test_a_name_ends_with_its_legal_form_also_where_a_sentence_does():
    said = (
        "<p>The plant was built by Helios Dynamics Corp. We asked the people of Helios Dynamics Corp.</p>"
        "<p>The rockets of which they told us are bought from Helios Dynamics Corp. Nobody knows them.</p>"
    )

    found = unknown(MATCHER, pieces("", "", (), said))

    assert found == [("Helios Dynamics Corp", 3)]


@pytest.mark.django_db
def test_the_names_are_kept_until_names_change(settle):
    firm = make.organization("Rocket Lab", short_name="RL")
    settle()
    assert owners_of("RL") == [firm.pk]
    kept = known.matcher()

    make.section()
    settle()
    assert known.matcher() is kept

    Name.objects.create(organization=firm, text="Electron maker", kind="alias", match=ASK)
    assert owners_of("Electron maker") == [firm.pk]
    settle()
    assert owners_of("Electron maker") == [firm.pk]
    Name.objects.all().delete()
    settle()
    assert owners_of("Electron maker") == []


def owners_of(text: str) -> list[int]:
    [piece] = pieces(text, "", (), "")
    return [
        name.organization for hit in known.matcher().hits(piece.words, lambda hit: True) for name in hit.names
    ]
