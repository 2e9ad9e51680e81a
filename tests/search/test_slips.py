import doctest

import pytest

from spacenews.pagecache import clock
from spacenews.search import reading, spelling
from tests import make
from tests.search.asking import found

pytestmark = pytest.mark.django_db
ZHUQUE, GALACTIC, ANTARIKSA = "Zhuque flies", "Galactic dust", "Roket antariksa"


@pytest.fixture
def stories():
    make.published(headline=ZHUQUE, body="<p>The New Glenn rocket, and a LandSpace engine with methane.</p>")
    make.published(headline=GALACTIC, body="<p>Satellites in orbit over the moon, seen by a telescope.</p>")
    make.published(headline=ANTARIKSA, body="<p>Peluncuran satelit berhasil.</p>", language="id")


def instead(typed: str) -> str:
    return reading.read(typed, clock.now()).instead


SLIPS = {
    "zuque": "zhuque",
    "zhuqe": "zhuque",
    "zhuuque": "zhuque",
    "zhuqeu": "zhuque",
    "xhuque": "zhuque",
    "galatic": "galactic",
    "gallactic": "galactic",
    "galcatic": "galactic",
    "satelites": "satellites",
    "sattelites": "satellites",
    "methnae": "methane",
    "telesocpe": "telescope",
    "telescpoes": "telescope",
    "antaraksa": "antariksa",
    "peluncurran": "peluncuran",
    "newglenn": "new glenn",
    "zuque-3": "zhuque-3",
    "Zuque3": "zhuque3",
    "Zuque ROCKET": "zhuque ROCKET",
    "zuque's rocket": "zhuque rocket",
    "galatic zuque": "galactic zhuque",
    "the galatic moon": "the galactic moon",
    "galatic-dust": "galactic-dust",
    "ｚｕｑｕｅ": "zhuque",
}
RIGHT = [
    *("zhuque", "rockets", "flying", "engines", "Peluncuran", "berluncuran", "satellite", "moons"),
    *("zuqe-3", "zuqe3", "3", "xyzzyq", "zu", "zuq", "the", "朱雀", "朱雀 号"),
    *('"zuque"', "“zuque”", "-zuque", "zhuque -galatic", "firm:zuque", "tag:galatic moon"),
]


@pytest.mark.parametrize(("typed", "meant"), SLIPS.items())
def test_a_slip_is_put_right(stories, typed, meant):
    assert instead(typed) == meant


@pytest.mark.parametrize("typed", RIGHT)
def test_what_is_right_or_near_to_nothing_stays_as_it_was_typed(stories, typed):
    assert instead(typed) == ""


def test_what_was_meant_is_found(stories):
    assert found("zuque") == found("zhuque") == [ZHUQUE]
    assert found("galatic dust") == [GALACTIC]
    assert found("newglenn") == [ZHUQUE]


def test_filters_quotes_and_exclusions_are_kept_as_they_were_typed(stories):
    assert (
        instead("zuque “New  Gleen” -galatic lang:en tag:nix")
        == "zhuque “New  Gleen” -galatic lang:en tag:nix"
    )


def test_the_correction_can_be_undone(stories):
    asked = reading.read("zuque", clock.now(), as_typed=True)

    assert asked.instead == ""
    assert asked.condition() != reading.read("zhuque", clock.now()).condition()


def test_a_line_is_known_by_what_was_typed(stories):
    assert reading.read("Zuque-3 Galatic", clock.now()).folded == "zuque 3 galatic"
    assert reading.read("galatic", clock.now()).folded == "galatic"


def test_the_last_word_may_be_a_beginning(stories):
    assert (found("zhuq"), instead("zhuq")) == ([ZHUQUE], "")
    assert found("moon galac") == [GALACTIC]
    assert found("antar") == [ANTARIKSA]


def test_any_word_may_be_a_beginning_where_it_is_no_slip(stories):
    assert (found("galac moon"), instead("galac moon")) == ([GALACTIC], "")


def test_a_beginning_finds_what_was_stemmed(stories):
    """The index holds satellit, which begins with neither."""
    assert found("satellite") == found("satellites") == found("satellit") == [GALACTIC]


def test_a_beginning_is_no_slip_of_a_shorter_word():
    for _ in range(12):
        make.published(body="<p>Earth.</p>")
    made = make.published(body="<p>Earthquake.</p>")

    assert (found("earthq"), instead("earthq")) == ([made.headline], "")


def test_a_slip_of_a_usual_word_is_likelier_than_the_beginning_of_a_rare_one():
    for _ in range(12):
        make.published(body="<p>Launch.</p>")
    make.published(body="<p>Lanchester.</p>")

    assert instead("lanch") == "launch"
    assert instead("lanche") == ""


def test_of_equally_near_words_the_one_that_begins_alike_and_is_used_most_is_meant():
    make.published(body="<p>Garden, hardens.</p>")
    make.published(body="<p>Harder, hardens.</p>")

    assert instead("hardenn") == "hardens"
    assert instead("hardem x") == "harder x"


def test_a_firm_and_a_tag_are_found_by_a_name_with_a_slip():
    energy = make.organization("Galactic Energy", public_from=clock.now())
    glowing = make.organization("Orienspace", public_from=clock.now())
    make.published(headline="One", about=[energy], tags=[make.tag("suborbital hops")])
    make.published(headline="Two", about=[glowing])

    assert (found("galatic energy"), instead("galatic energy")) == (["One"], "galactic energy")
    assert (found("galacticenergy"), instead("galacticenergy")) == (["One"], "galactic energy")
    assert found("orienspcae") == ["Two"]
    assert found("subrobital hops") == ["One"]
    assert [firm.record for firm in reading.read("orienspce", clock.now()).firms] == [glowing]


def test_a_name_is_no_slip_of_another():
    make.organization("Landscape", public_from=clock.now())
    make.published(body="<p>LandSpace.</p>")

    assert instead("landscape rocket") == ""


def test_the_name_of_a_firm_or_tag_that_readers_do_not_know_is_never_offered():
    hidden = make.organization("Canaryworks")
    make.name(hidden, "Canarinos")
    make.article(tags=[make.tag("canarytag")], about=[hidden])

    assert instead("canaryworkz") == instead("canarinoz") == instead("canarytagg") == ""


def test_the_examples_hold():
    assert doctest.testmod(spelling).failed == 0
