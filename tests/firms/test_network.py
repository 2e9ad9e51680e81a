import csv
import datetime as dt
import io
import re
from itertools import pairwise

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from spacenews.firms.models import Cooperation, Layout, Organization
from spacenews.firms.network import drawing, forces, graph, layout, pages, radial
from spacenews.firms.network.graph import Node
from spacenews.pagecache import stamp
from tests import make
from tests.firms.reading import NOW, SHOWN, main, words

pytestmark = pytest.mark.django_db
Kind = Cooperation.Kind
LAID_OUT = "until the drawing is laid out anew"


@pytest.fixture(autouse=True)
def now(clock):
    clock.set(NOW)


def firm(name: str, **columns) -> Organization:
    defaults = {"slug": name.lower().replace(" ", "-"), "public_from": SHOWN}
    return make.organization(name, **{**defaults, **columns})


def tie(*parties, **columns) -> Cooperation:
    return make.cooperation(*parties, **{"public_from": SHOWN, **columns})


def drawn_around(found: Organization) -> drawing.Drawing:
    return pages.firm(found, QueryDict(), NOW)["network"]["drawing"]


def draw_whole() -> drawing.Drawing:
    placed = layout.placed(NOW)
    return drawing.whole(placed.ties, graph.degrees(placed.ties), placed, "All")


def names(found: drawing.Drawing) -> list[str]:
    return [mark.node.name for mark in found.marks]


def test_a_firm_stands_among_its_partners_and_theirs():
    hub, near = firm("Hub"), firm("Near", kind="university")
    far = firm("Far", kind="agency")
    tie(hub, near, kind=Kind.OWNERSHIP, date="2024-05", title="A third")
    tie(near, far, kind=Kind.LAUNCH_SERVICE)
    tie(far, firm("Too far"))
    tie(hub, "Plain name")

    found = drawn_around(hub)

    assert [(mark.node.name, mark.css_class) for mark in found.marks] == [
        ("Hub", "firm centre"),
        ("Plain name", "plain"),
        ("Near", "university"),
        ("Far", "agency far"),
    ]
    assert sorted((line.css_class, line.title.split(":")[0]) for line in found.lines) == [
        ("", "Hub – Plain name"),
        ("launches thin", "Near – Far"),
        ("owns", "Hub – Near"),
    ]
    assert "Hub – Near: Ownership, May 2024. A third" in [line.title for line in found.lines]


def test_a_tie_of_four_is_a_knot_with_spokes_and_one_of_three_has_three_lines():
    hub, *others = (firm(name) for name in ("Hub", "Ash", "Birch", "Cedar", "Dogwood"))
    tie(hub, *others[:3])

    alliance = drawn_around(hub)
    Cooperation.objects.get().parties.last().delete()
    triangle = drawn_around(hub)

    assert (len(alliance.knots), len(alliance.lines)) == (1, 4)
    assert {line.end for line in alliance.lines} == {alliance.knots[0].point}
    name, knot = alliance.marks[0], alliance.knots[0].point
    assert (name.words.dx > 0) is (knot.x < name.point.x)  # the one line from the centre leads to the knot
    assert (len(triangle.knots), len(triangle.lines)) == (0, 3)


def test_of_forty_partners_the_most_tied_are_drawn_and_no_two_share_a_row():
    hub = Node("hub", "Hub", "Hub", "firm", "hub")
    partners = [
        Node(number, f"Partner {number:02}", f"Partner {number:02}", "firm", "p") for number in range(40)
    ]
    pairs = [*((hub, partner) for partner in partners), *((hub, partner) for partner in partners[-5:])]
    ties = [graph.Tie(at, "alliance", "", "", pair) for at, pair in enumerate(pairs)]
    behind = [Node(100 + number, f"Behind {number}", "Behind", "fund", "b") for number in range(40)]
    further = [
        graph.Tie(99, "mou", "", "", (partners[number % 7], node)) for number, node in enumerate(behind)
    ]

    found = radial.around(hub, ties, further, "Hub")

    assert len(found.marks) == 1 + radial.PARTNERS + radial.FURTHER
    assert {f"Partner {number}" for number in range(35, 40)} < set(names(found))
    for side in (True, False):
        rows = sorted(mark.point.y for mark in found.marks[1:] if (mark.words.dx > 0) is side)
        assert min(after - before for before, after in pairwise(rows)) >= radial.ROW - 0.01
        assert rows[0] >= 0 and rows[-1] <= found.height


@pytest.mark.parametrize("moment", [None, NOW + dt.timedelta(hours=1)])
def test_readers_see_no_hidden_party_and_no_tie_that_is_left_with_one(client, moment):
    shown, other, hidden = firm("Shown"), firm("Other"), firm("Canary", public_from=moment)
    tie(shown, other, hidden, title="Three of them")
    tie(shown, hidden, title="Canary two")
    tie(shown, other, title="Canary three", public_from=moment)
    tie("Canary alone", title="Canary four")

    answers = [
        client.get(address)
        for address in (
            *("/network/", "/network.json", "/network.csv", "/firms/shown/", "/firms/shown/network/"),
            *("/firms/shown/network.json", "/firms/shown/network.csv", "/firms/other/network/"),
        )
    ]

    assert [answer.status_code for answer in answers] == [200] * 8
    assert all("Three of them" in answer.text and "anary" not in answer.text for answer in answers)
    assert "Any kind 1" in words(answers[0].text) and "Any kind 1" in words(answers[4].text)
    assert [client.get(f"/firms/canary/network{end}").status_code for end in ("/", ".json", ".csv")] == [
        404
    ] * 3


def test_a_network_is_narrowed_by_kind_and_year(client):
    hub = firm("Hub")
    tie(hub, firm("Ash"), kind=Kind.MOU, date="2023-04")
    tie(hub, firm("Birch"), kind=Kind.MOU, date="2024")
    tie(hub, firm("Cedar"), kind=Kind.RESEARCH, date="2024-Q2")
    tie(hub, firm("Dogwood"), kind=Kind.RESEARCH, date="")

    for address in ("/firms/hub/network/", "/network/"):
        everything = main(client.get(address))
        narrowed = main(client.get(f"{address}?kind=mou&year=2024"))

        assert "Any kind 4 Research 2 Memorandum of understanding 2" in words(everything)
        assert "Any year 4 2024 2 2023 1" in words(everything)
        chosen = re.findall(r'aria-current="true">(.*?)</a>', narrowed)
        assert list(map(words, chosen)) == ["Memorandum of understanding 1", "2024 1"]
        assert [name for name in ("Ash", "Birch", "Cedar", "Dogwood") if name in narrowed] == ["Birch"]
        assert [page.count('<svg width="100%"') for page in (everything, narrowed)] == [1, 1]
    assert "No tie on record matches." in main(client.get("/network/?year=1999"))
    assert main(client.get("/network/?kind=none&year=20x4")) == main(client.get("/network/"))
    assert len(client.get("/network.json?kind=research").json()["ties"]) == 2


def test_the_whole_network_keeps_its_places_until_it_is_laid_out_anew():
    hub = firm("Hub")
    for name in ("Ash", "Birch", "Cedar"):
        tie(hub, firm(name))
    rough = pages.whole(QueryDict(), NOW)

    assert layout.keep(NOW) and not layout.keep(NOW)
    kept = pages.whole(QueryDict(), NOW)
    before = {mark.node.key: mark.point for mark in draw_whole().marks}
    new = firm("Dogwood")
    tie(new, hub)
    meanwhile = pages.whole(QueryDict(), NOW)
    after = {mark.node.key: mark.point for mark in draw_whole().marks}

    assert [page["is_current"] for page in (rough, kept, meanwhile)] == [False, True, False]
    assert {key: after[key] for key in before} == before
    assert abs(after[new.pk].x - after[hub.pk].x) < 0.1
    assert LAID_OUT in words(render_to_string("firms/network.html", meanwhile))
    assert LAID_OUT not in words(render_to_string("firms/network.html", kept))
    assert layout.keep(NOW) and pages.whole(QueryDict(), NOW)["is_current"]
    assert Layout.objects.count() == 2


def test_a_server_looks_at_the_ties_only_after_a_change(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(layout, "seen", None)
    tie(firm("Ash"), firm("Birch"))
    before = stamp.read(NOW)

    layout.keep_if_changed()

    assert Layout.objects.count() == 1
    assert stamp.read(NOW) == before or stamp.read(NOW).number > before.number
    with django_assert_num_queries(1):
        layout.keep_if_changed()


def test_of_more_than_one_drawing_can_show_the_most_tied_are_drawn_and_the_list_has_all(monkeypatch, client):
    monkeypatch.setattr(layout, "MOST", 3)
    ash, birch, cedar = (firm(name) for name in ("Ash", "Birch", "Cedar"))
    for parties in ((ash, birch), (ash, birch), (birch, cedar), (cedar, "Plain"), (ash, firm("Dogwood"))):
        tie(*parties)
    layout.keep(NOW)

    page = main(client.get("/network/"))

    assert sorted(names(draw_whole())) == ["Ash", "Birch", "Cedar"]
    assert len(draw_whole().lines) == 2
    assert "Drawn are the 3 organizations with most ties" in words(page) and LAID_OUT not in page
    assert [
        name for name in ("Ash", "Birch", "Cedar", "Dogwood", "Plain") if f">{name}<" in page or name in page
    ] == [*("Ash", "Birch", "Cedar", "Dogwood", "Plain")]


def test_only_much_tied_nodes_bear_their_names_and_no_name_touches_another():
    hubs = [firm(f"Hub number {number}") for number in range(3)]
    for number in range(12):
        tie(hubs[number % 3], firm(f"Small {number}"))
    layout.keep(NOW)

    found = draw_whole()

    named = [mark for mark in found.marks if mark.words]
    assert sorted(mark.node.name for mark in named) == [f"Hub number {number}" for number in range(3)]
    boxes = [drawing._box_of_words(mark.point, mark.words, mark.label) for mark in named]
    assert not any(drawing._touch(a, b) for at, a in enumerate(boxes) for b in boxes[:at])
    assert {mark.css_class for mark in found.marks if not mark.words} == {"firm quiet"}


def test_places_are_always_the_same_and_far_enough_apart_to_be_hit():
    keys = list(range(60))
    lines = [(key, key // 3) for key in keys[1:]]

    places = forces.settled(keys, lines, forces.height_of(60), forces.ROUNDS)

    assert places == forces.settled(keys, lines, forces.height_of(60), forces.ROUNDS)
    points = [(x * forces.WIDTH, y * forces.height_of(60)) for x, y in places.values()]
    apart = [((a - c) ** 2 + (b - d) ** 2) ** 0.5 for at, (a, b) in enumerate(points) for c, d in points[:at]]
    assert min(apart) >= 24
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in places.values())


def test_the_list_goes_on_by_name(monkeypatch, client):
    monkeypatch.setattr(pages, "PAGE", 2)
    for name in ("Ash", "Birch", "Cedar"):
        tie(firm(name), "Plain")

    first = main(client.get("/network/"))
    address = re.search(r'href="([^"]+)" rel="next"', first)[1]
    second = main(client.get(address))

    rows = [re.findall(r'<th scope="row">.*?>(\w+)</a>', page, re.DOTALL) for page in (first, second)]
    assert rows == [["Ash", "Birch"], ["Cedar"]]
    assert 'href="/network/" rel="prev"' in second and 'rel="next"' not in second


def test_the_table_of_a_firm_turns_over_to_older_ties(monkeypatch, client):
    monkeypatch.setattr(pages, "ROWS", 2)
    hub = firm("Hub")
    for title, date in (("Undated", ""), ("Oldest", "2020"), ("Old", "2023-05"), ("New", "2024")):
        tie(hub, "Plain", title=title, date=date)

    first = main(client.get("/firms/hub/network/"))
    second = main(client.get(re.search(r'href="([^"]+)" rel="next"', first)[1]))

    titles = [re.findall(r'<td class="sentence">([^<]+)</td>', page) for page in (first, second)]
    assert titles == [["New", "Old"], ["Oldest", "Undated"]]
    assert main(client.get("/firms/hub/network/?from=999")) == first


def test_ties_are_taken_away_with_parties_roles_and_sources(client, settings):
    source, further = make.source(url="https://example.org/a"), make.source(url="https://example.org/b")
    owner, owned = firm("Owner", kind="fund"), firm("=1+1", slug="owned")
    made = make.ownership(
        owner, owned, public_from=SHOWN, source=source, share="48%", title="A share", date="2024-05"
    )
    made.further_sources.add(further)
    tie(owned, "Plain")

    told = client.get("/network.json").json()
    rows = list(csv.DictReader(io.StringIO(client.get("/firms/owner/network.csv").text)))

    (found,) = (each for each in told["ties"] if each["id"] == made.pk)
    assert [(party["name"], party["role"]) for party in found["parties"]] == [
        ("Owner", "owner"),
        ("=1+1", "owned"),
    ]
    assert [each["url"] for each in found["sources"]] == ["https://example.org/a", "https://example.org/b"]
    assert (found["kind"], found["date"], found["share"]) == ("ownership", "2024-05", "48%")
    assert {node["name"]: node["kind"] for node in told["nodes"]} == {
        "Owner": "fund",
        "=1+1": "firm",
        "Plain": "",
    }
    assert told["licence"]["name"] == settings.LICENCE_NAME
    assert [(row["parties"], row["slugs"], row["sources"]) for row in rows] == [
        ("Owner; =1+1", "owner; owned", "https://example.org/a; https://example.org/b")
    ]


def test_a_former_slug_leads_to_the_network(client):
    found = firm("LandSpace")
    tie(found, "Plain")
    found.slug = "land"
    found.save()

    moved = [client.get(f"/firms/landspace/network{end}") for end in ("/", ".csv", ".json")]

    assert [(answer.status_code, answer.url) for answer in moved] == [
        (301, f"/firms/land/network{end}") for end in ("/", ".csv", ".json")
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_networks_ask_the_same_few_questions_however_many_ties_there_are(rows, django_assert_num_queries):
    hub = firm("Hub")
    for number in range(rows):
        partner = firm(f"Partner {number}")
        tie(hub, partner).further_sources.add(make.source())
        tie(partner, firm(f"Further {number}"), "Plain")
    layout.keep(NOW)

    with django_assert_num_queries(10):
        around = pages.firm(hub, QueryDict(), NOW)
    with django_assert_num_queries(9):
        whole = pages.whole(QueryDict(), NOW)

    assert len(around["network"]["drawing"].marks) == 1 + 2 * rows + 1
    assert whole["drawn"].count("<path") - len(around["network"]["drawing"].key) == 1 + 2 * rows + 1
