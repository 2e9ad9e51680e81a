import doctest

import pytest

from spacenews.pagecache import clock
from spacenews.search import labels, query, reading
from tests import make
from tests.search.asking import found

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("module", [labels, query, reading])
def test_the_examples_of_the_modules_hold(module):
    assert doctest.testmod(module).failed == 0


@pytest.fixture
def stories():
    methane, debris = (
        make.tag("methane", slug="methane", name_id="Metana", name_zh_hans="甲烷"),
        make.tag("debris"),
    )
    launch, money = (
        make.section(slug="launch", name="Launch", name_zh_hans="发射"),
        make.section(slug="money"),
    )
    landspace = make.organization("LandSpace", slug="landspace", public_from=clock.now())
    landspace.names.create(text="蓝箭航天", kind="native")
    landspace.names.create(text="蓝箭", kind="alias")
    make.published(
        headline="A rocket flies", body="<p>Blue sky over New Glenn.</p>", tags=[methane], section=launch,
        about=[landspace], at=moment("2024-05-01"),
    )  # fmt: skip
    make.published(
        headline="A rocket fails",
        body="<p>A sky of blue.</p>",
        tags=[debris],
        section=money,
        at=moment("2025-05-01"),
    )
    make.published(
        headline="Roket pertama",
        body="<p>Langit biru.</p>",
        language="id",
        section=launch,
        at=moment("2026-05-01"),
    )
    return landspace


def moment(date: str):
    return reading.moment(date)


FLIES, FAILS, PERTAMA = "A rocket flies", "A rocket fails", "Roket pertama"


QUERIES = {
    "rocket sky": [FAILS, FLIES],
    "ROCKETS": [FAILS, FLIES],
    "flying": [FLIES],
    '"blue sky"': [FLIES],
    "“blue sky”": [FLIES],
    'rocket -"blue sky"': [FAILS],
    "rocket -fails": [FLIES],
    "-rocket": [PERTAMA],
    "tag:methane": [FLIES],
    "tag:Metana": [FLIES],
    "tag:甲烷": [FLIES],
    "TAG:methane rocket": [FLIES],
    "rocket -tag:methane": [FAILS],
    "firm:landspace": [FLIES],
    "firm:蓝箭航天": [FLIES],
    'firm:"LandSpace" sky': [FLIES],
    "section:launch": [PERTAMA, FLIES],
    "section:发射 rocket": [FLIES],
    "lang:id": [PERTAMA],
    "lang:Indonesian": [PERTAMA],
    "lang:中文": [],
    "rocket after:2025": [FAILS],
    "rocket before:2025": [FLIES],
    "after:2024-05-02 before:2026-05": [FAILS],
    "after:2026-05-01": [PERTAMA],
    "lang:en after:2024 before:2025 section:launch": [FLIES],
}
# Wrong use, and the plain words that it is read as.
WRONG = {
    "tag:nothing": "tag nothing",
    "firm:": "firm",
    "lang:klingon": "lang klingon",
    "after:soon": "after soon",
    "after:2026-02-30": "after 2026-02-30",
    "before:0001": "before 0001",
    'rocket "': "rocket",
    "rocket - sky": "rocket sky",
    "rocket AND sky OR blue": "rocket AND sky OR blue",
    "rocket NEAR(sky, 3) title:sky": "rocket NEAR-sky 3 title-sky",
    "rocket*": "rocket",
}


def test_the_query_language(stories):
    assert {typed: sorted(found(typed)) for typed in QUERIES} == {
        typed: sorted(headlines) for typed, headlines in QUERIES.items()
    }


@pytest.mark.parametrize(("typed", "words"), WRONG.items())
def test_wrong_use_is_read_as_plain_words(typed, words):
    now = clock.now()

    assert reading.read(typed, now).condition() == reading.read(words, now).condition()


def test_nothing_typed_can_pass_for_a_label(stories):
    assert found(f"f{stories.pk}") == found(f"f¹{stories.pk}") == []


def test_common_words_are_not_asked_for_where_others_are():
    make.published(headline="Landing", body="<p>Rocket.</p>")
    make.published(headline="The of", body="<p>And.</p>")

    assert found("the landing of a rocket") == ["Landing"]
    assert found("the") == ["The of"]


def test_a_query_has_at_most_twelve_words():
    make.published(headline="Twelve", body=f"<p>{' '.join('abcdefghijkl')}</p>".replace("a b", "x b"))

    asked = reading.read("x b c d e f g h j k l m n o p q r s", clock.now())

    assert len(asked.words) == 12
    assert len(asked.relaxed().words) == 12


def test_what_is_typed_over_and_over_is_asked_once():
    query = reading.read('的 的 的 "new glenn" "new glenn" -的 -的 lang:id lang:id', clock.now())

    assert [len(part) for part in (query.words, query.musts, query.excluded, query.filters)] == [1, 1, 1, 1]


def test_a_firm_is_found_by_a_name_of_many_words():
    name = "Changchun Institute of Optics, Fine Mechanics and Physics"
    firm = make.organization(name, public_from=clock.now())

    query = reading.read(name, clock.now())

    assert [meaning.record for meaning in query.firms] == [firm]


def test_a_firm_is_found_by_any_of_its_names_in_any_script(stories):
    make.published(headline="朱雀三号首飞", body="<p>蓝箭航天的火箭。</p>", language="zh-hans")

    expected = [FLIES, "朱雀三号首飞"]
    assert sorted(found("landspace")) == sorted(found("蓝箭")) == sorted(found("LANDSPACE")) == expected
    assert found("蓝箭航天朱雀三号") == ["朱雀三号首飞"]


def test_a_new_name_counts_from_the_moment_that_it_is_saved(stories):
    assert found("blue arrow") == []

    stories.names.create(text="Blue Arrow", kind="alias")

    assert found("blue arrow") == [FLIES]


def test_a_renamed_tag_is_found_by_its_new_name_alone(stories):
    tag = make.Tag.objects.get(slug="methane")
    tag.name, tag.name_id, tag.slug = "liquid gas", "", "liquid-gas"

    tag.save()

    assert found("liquid gas") == [FLIES]
    assert found("metana") == []


def test_a_doubtful_name_stands_for_its_firm_only_as_the_whole_query():
    vast = make.organization("Haven Works", public_from=clock.now())
    vast.names.create(text="Vast", kind="short", match="ask")
    make.published(headline="A station", about=[vast])
    make.published(headline="A vast network")

    assert found("vast") == ["A vast network", "A station"]
    assert found("vast network") == ["A vast network"]


def test_an_abbreviation_stands_for_its_firm_in_its_own_case():
    hit = make.organization("Harbin Institute", public_from=clock.now())
    hit.names.create(text="HIT", kind="short", match="exact")
    make.published(headline="A laboratory", body="<p>Satellites.</p>", about=[hit])
    make.published(headline="Satellites hit by debris")

    assert found("hit satellites") == ["Satellites hit by debris"]
    assert sorted(found("HIT satellites")) == ["A laboratory", "Satellites hit by debris"]


def test_a_firm_does_not_stand_for_what_its_doubtful_names_also_mean():
    vast = make.organization("Vast Space", public_from=clock.now())
    vast.names.create(text="Vast", kind="short", match="ask")
    vast.names.create(text="VST", kind="short", match="exact")
    make.published(headline="A vast network of vst")
    make.published(headline="A station", about=[vast])

    assert found("vast space") == ["A station"]


def test_the_names_of_a_firm_that_readers_do_not_know_mean_nothing():
    hidden = make.organization("Secret Works")
    hidden.names.create(text="Codename", kind="alias", match="always")
    make.published(headline="Secret Works is mentioned")

    asked = reading.read("codename", clock.now())

    assert asked.firms == ()
    assert found("codename") == []


def test_a_tag_that_only_a_draft_bears_is_as_if_it_were_not():
    make.article(tags=[make.tag("merger")])
    now = clock.now()

    assert reading.read("tag:merger", now).condition() == reading.read("tag merger", now).condition()


def test_the_cost_of_reading_a_query_is_bounded(django_assert_max_num_queries):
    with django_assert_max_num_queries(7):
        reading.read("firm:a tag:b section:c " + "蓝箭航天" * 40, clock.now(), as_typed=True)
    with django_assert_max_num_queries(40):
        reading.read("firm:a tag:b section:c " + "蓝箭航天 abcdefghi " * 9, clock.now())


def test_a_chinese_name_is_found_whichever_digit_it_is_numbered_with():
    made = [make.published(headline=name, language="zh-hans") for name in ("朱雀三号着陆", "长征5号B起飞")]

    assert [found("朱雀3号"), found("长征五号B")] == [[article.headline] for article in made]


def test_a_symbol_parts_words_as_it_does_in_a_text():
    made = make.published(headline="Arktika-M №1 is up")

    assert found("Arktika-M №1") == found("arktika m 1") == [made.headline]
