"""The first plain occurrence of a covered organization's name becomes a link."""

import re
from html import escape, unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spacenews.articles.linking import NameLinker
from spacenews.articles.rendering import printed
from spacenews.firms.models import Name
from tests import make
from tests.articles.test_rendering import html

pytestmark = pytest.mark.django_db
Match = Name.Match


def firm(name: str, **names: str):
    """Return an organization; `names` are further ones and how each matches, spaces written as underscores."""
    made = make.organization(name)
    for text, match in names.items():
        text = text.replace("_", " ")
        Name.objects.create(organization=made, text=text, kind=Name.Kind.ALIAS, match=match)
    return made


def link(organization, words: str) -> str:
    return f'<a class="firm" href="/firms/{organization.slug}/">{words}</a>'


def test_the_first_occurrence_alone_is_linked():
    zest = firm("Zest")

    assert (
        html("<p>On Zest and Zest.</p><p>Zest</p>", zest)
        == f"<p>On {link(zest, 'Zest')} and Zest.</p><p>Zest</p>"
    )


@pytest.mark.parametrize(
    "place",
    [
        '<p><a href="/x/">{}</a></p>',
        "<h2>{}</h2>",
        "<h3>{}</h3>",
        "<blockquote><p>{}</p></blockquote>",
        '<blockquote class="pull"><p>{}</p></blockquote>',
        "<p><mark>{}</mark></p>",
        "<table><caption>{}</caption><tbody><tr><td>1</td></tr></tbody></table>",
        '<table><tbody><tr><th scope="row">{}</th></tr></tbody></table>',
        "<pre>{}</pre>",
        "<p><cite>{}</cite> <code>{}</code></p>",
    ],
)
def test_no_name_is_linked_in_a_link_heading_quote_or_label(place):
    zest = firm("Zest")

    linked = html(place.replace("{}", "Zest") + "<p>So Zest.</p>", zest)

    assert linked.count('class="firm"') == 1
    assert linked.endswith(f"<p>So {link(zest, 'Zest')}.</p>")


@pytest.mark.parametrize("place", ["<ul><li>{}</li></ul>", "<p><strong>{}</strong></p>", "<p>({})</p>"])
def test_names_are_linked_in_plain_text_of_any_kind(place):
    zest = firm("Zest")

    assert html(place.format("Zest"), zest) == place.format(link(zest, "Zest"))


@pytest.mark.parametrize(
    ("match", "linked"),
    [(Match.ALWAYS, ["Land One", "land one", "LAND ONE"]), (Match.EXACT, ["Land One"]), (Match.ASK, [])],
)
def test_how_freely_a_name_matches_its_row_says(match, linked):
    zest = firm("Zest", Land_One=match)

    texts = ("Land One", "land one", "LAND ONE")
    found = [words for words in texts if link(zest, words) in html(f"<p>{words}</p>", zest)]

    assert found == linked


def test_a_name_that_asks_first_is_not_linked_though_it_is_the_records_own():
    vast = firm("Vast", Vast=Match.ASK)

    assert html("<p>Vast sums.</p>", vast) == "<p>Vast sums.</p>"


def test_a_short_name_is_found_in_exact_case():
    hit = make.organization("Harbin Institute", short_name="HIT")

    assert html("<p>They hit it. HIT did.</p>", hit) == f"<p>They hit it. {link(hit, 'HIT')} did.</p>"


@pytest.mark.parametrize("text", ["Zestful", "unZest", "Zest-3", "pre-Zest", "Zesté"])
def test_a_part_of_a_word_is_no_name(text):
    assert "<a" not in html(f"<p>{text}</p>", firm("Zest"))


def test_a_short_name_inside_a_longer_one_is_left_alone_also_the_second_time():
    cas, cas_space = firm("CAS"), firm("CAS Space")

    linked = html("<p>CAS Space, then CAS Space, then CAS.</p>", cas, cas_space)

    assert linked == f"<p>{link(cas_space, 'CAS Space')}, then CAS Space, then {link(cas, 'CAS')}.</p>"


def test_a_name_of_two_covered_organizations_is_neithers():
    first, second = firm("First", Twin=Match.EXACT), firm("Second", Twin=Match.EXACT)

    linked = html("<p>Twin, First, Second.</p>", first, second)

    assert linked == f"<p>Twin, {link(first, 'First')}, {link(second, 'Second')}.</p>"


def test_any_name_of_an_organization_counts_as_its_first():
    landspace = firm("LandSpace", 蓝箭航天=Match.ALWAYS, 蓝箭=Match.ALWAYS)

    assert html("<p>蓝箭航天即LandSpace，又称蓝箭。</p>", landspace) == (
        f"<p>{link(landspace, '蓝箭航天')}即LandSpace，又称蓝箭。</p>"
    )


def test_a_latin_name_is_found_between_chinese_signs():
    spacex = firm("SpaceX")

    assert html("<p>由SpaceX发射。</p>", spacex) == f"<p>由{link(spacex, 'SpaceX')}发射。</p>"


def test_links_lead_to_the_page_in_the_articles_language():
    zest = firm("Zest")

    assert f'href="/id/firms/{zest.slug}/"' in html("<p>Zest</p>", zest, language="id")


def test_a_designation_in_a_name_stays_on_one_line():
    ispace = firm("i-Space")
    unbroken = '<span class="nb">i-Space</span>'

    assert html("<p>By i-Space.</p>", ispace) == f"<p>By {link(ispace, unbroken)}.</p>"


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", 'A&B "Space"', "amp", "lt;b", "a|b", "(", ".*", "&amp;"]
)
def test_a_hostile_name_is_text_like_any_other(name):
    hostile = firm(name)
    words = escape(name, quote=False)

    assert html(f"<p>By {words} &amp; 5 &lt; 6 abc.</p>", hostile) == (
        f"<p>By {link(hostile, words)} &amp; 5 &lt; 6 abc.</p>"
    )


def test_no_text_is_lost_or_changed_by_linking():
    firms = [firm("CAS"), firm("CAS Space"), firm("A&B", 蓝箭=Match.ALWAYS), firm("i-Space")]
    pieces = st.sampled_from(
        ["CAS", " Space", "A&B", "&amp;", "<b>", "蓝箭", "i-Space", "Zhuque-3", " ", "-", "é"]
    )

    @settings(max_examples=200, deadline=None)
    @given(st.lists(pieces | st.text(max_size=5), max_size=12).map("".join))
    def holds(text):
        linked = NameLinker(firms, "en").link(text, printed)
        plain = re.sub(r'</?(?:a|span)(?: class="(?:firm|nb)")?(?: href="[^"]*")?>', "", linked)
        assert unescape(plain) == unescape(escape(text, quote=False))
        assert "<" not in plain

    holds()
