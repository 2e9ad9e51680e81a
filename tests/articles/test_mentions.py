"""Which names a text is found to say, and which words are not one."""

import datetime as dt
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
    ("Planet", EXACT, "planet"),
    ("ESA", EXACT, "esa"),
    ("PSN", EXACT, "psn"),
    ("European Space Agency", EXACT, "esa"),
    ("Indian Space Research Organisation", EXACT, "isro"),
    ("Institute of Optics, Fine Mechanics and Physics", EXACT, "ciomp"),
    ("Beihang University", EXACT, "buaa"),
    ("北航", ALWAYS, "buaa"),
    ("银河航天", ALWAYS, "galaxyspace"),
    ("中国科学院", ALWAYS, "cas"),
    ("浙江大学", ALWAYS, "zju"),
    ("北京氦星光联科技有限公司", ALWAYS, "histar"),
    ("AST", ASK, "ast"),
]
MATCHER = Matcher(NAMES, [("planet", ["Dove", "SkySat"])])


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
        ("The Indian Space Research Organization; Beihang, or Universitas Beihang.", sure("isro", "buaa")),
        ("The Institute of Optics, Fine Mechanics, & Physics", sure("ciomp")),
        (
            "They watched while Planet Mars rose; Mr Planet and Jean-Luc Planet never told what became of the Planet.",
            {},
        ),
        ("Bought from Planet: a Planet SkySat, told Planet CEO Marshall.", sure("planet")),
        ("Planet fell.", {"planet": "ask"}),
        ("In orbit, the Planet fleet.", {"planet": "ask"}),
        ("They printed books with Beihang University Press, and borrowed from the ESA Credit Union.", {}),
        ("Lift-off at 14:05 AST, or 2 p.m. AST.", {}),
        ("The Endangered Species Act (ESA) saves turtles; ESA came in 1973.", {}),
        ("The European Space Agency (ESA); CAS (Centre for Autonomous Systems)", sure("esa")),
        ("藍箭航天與中國國家航天局", sure("landspace", "cnsa")),
        ("银河航天员、浙江大学生、湖北航天、北航空间", {"buaa": "sure"}),
        ("中国科学院大学、浙江大学出版社", {}),
        ("终端由氦星光联提供，银河航天员工旁观，航天科工集团。", sure("histar", "galaxyspace", "casic")),
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
    assert told(headline="PSN HIRES A ROCKET") == sure("psn")
    assert told(headline="Harvest Grows While Planet Watches Fields") == {"planet": "ask"}
    assert told("<p>China Rocket is a child of the LAPAN.</p>") == sure("china-rocket", "lapan")
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


def test_what_the_desk_alone_has_takes_no_sureness_from_what_readers_see():
    hidden = [("LandSpace", ASK, "factory", False), ("Bright Orbit", EXACT, "bright", False)]
    twins = [("VAST", ASK, "vietnam", False), ("Orion", ALWAYS, "one", False), ("ORION", EXACT, "two", False)]
    among = Matcher([*NAMES, *hidden, *twins, ("SpaceX", ASK, "branch")])

    def told_of(text: str) -> list[tuple[tuple[str, ...], bool]]:
        read = pieces("", "", (), f"<p>{text}</p>")
        return [(one.organizations, one.is_sure) for one in offers(mentions(among, read))]

    assert told_of("LandSpace and SpaceX") == [(("landspace",), True), (("spacex",), True)]
    assert told_of("So Bright Orbit flew.") == [(("bright",), True)]
    assert told_of("Orion flew.") == [(("one", "two"), False)]
    assert told_of("So Vast, or VAST") == [(("vast",), False), (("vietnam",), False)]


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


def test_what_is_repeated_or_stands_for_many_signs_costs_no_more_for_each():
    hostile = "航天员银河航天" * 6_000, "The " * 40_000, "\ufdfa" * 10_000
    began = time.process_time()

    read = [pieces("", "", (), f"<p>{text}</p>") for text in hostile]

    assert [len(offers(mentions(MATCHER, one))) for one in read] == [1, 0, 0]
    assert not any(unknown(MATCHER, one) for one in read)
    assert time.process_time() - began < 3


SAID_OFTEN = (
    "<p>A board of Elon Musk and the Red Sea, said Elon Musk; Elon Musk swam in the Red Sea, a cold Red Sea.</p>"
    "<p>Deep Space, they said, was Deep Space, whatever Deep Space is. 商业航天、商业航天、商业航天。</p>"
    "<p>The maker Northrop Grumman knows what Northrop Grumman was before the name of Northrop Grumman.</p>"
    "<p>In May the engineers of Loongson Technology tested a chip that the makers of rockets had ordered.</p>"
    "<p>A board from Loongson Technology flew, and what AstroForge sent flew with it on Monday 3 May.</p>"
    "<p>The plans of AstroForge are older than those of Loongson Technology or of the United States.</p>"
    "<p>For AstroForge it was a test like those of Rocket Lab, Rocket Lab said; Rocket Lab helped.</p>"
    "<p>“Bright Moon Works”, he said of Bright Moon Works; the people in the United States heard it.</p>"
    "<p>星途探索公司获得融资。据星途探索公司称，今年发射。蓝箭航天、蓝箭航天与蓝箭航天不同于星途探索公司。</p>"
    "<p>They came from the United States, where nobody knew.</p>"
)


def test_names_of_organizations_said_three_times_that_no_record_has_are_told():
    found = unknown(MATCHER, pieces("", "", (), SAID_OFTEN))

    firms = ["AstroForge", "Loongson Technology", "Northrop Grumman", "星途探索公司"]
    assert sorted(found) == [(name, 3) for name in firms]


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


@pytest.mark.django_db
def test_what_readers_may_see_is_told_and_a_place_that_asks_is_no_name():
    hidden = make.organization("University of Bremen", city="Bremen", public_from=None)
    hidden.names.create(text="Bremen", kind="short", match=ASK)
    shown = make.organization(
        "Planet Labs", vehicles=["Dove"], public_from=dt.datetime(2100, 1, 1, tzinfo=dt.UTC)
    )

    assert list(known.rows()) == [
        ("University of Bremen", EXACT, hidden.pk, False),
        ("Planet Labs", EXACT, shown.pk, True),
    ]
    assert list(known.things()) == [(shown.pk, ["Dove"])]


def owners_of(text: str) -> list[int]:
    [piece] = pieces(text, "", (), "")
    return [
        name.organization for hit in known.matcher().hits(piece.words, lambda hit: True) for name in hit.names
    ]
