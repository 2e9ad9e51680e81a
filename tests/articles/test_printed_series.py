"""A series in a text: drawn and listed once, and from then on as it was printed."""

import re

import pytest

from spacenews.articles.models import Edition
from spacenews.articles.rendering import render_body
from spacenews.firms.models import Figure
from tests import make

pytestmark = pytest.mark.django_db


def rendered(group) -> str:
    body = f'<p>See.</p><div data-series="{group.pk}"></div>'
    return render_body(Edition(body=body, language="en"), []).html


def test_a_printed_series_is_a_drawing_with_its_table_that_no_later_change_touches(client):
    figure = make.figure(period="2023", value=26, as_printed="26 flew")
    other = make.figure(group=figure.group, period="2024", value=33, as_printed="33 flew", kind="estimate")
    article = make.published(slug="story", body=f'<p>See.</p><div data-series="{figure.group_id}"></div>')
    edition = Edition.objects.get(article=article)
    before = edition.body_html

    Figure.objects.filter(pk=figure.pk).update(value=76543, as_printed="76543 flew")
    other.delete()
    edition.refresh_from_db()
    page = client.get(f"/{edition.path}/").content.decode()

    drawing = re.search(r'<figure class="chart">.*?</figure>', before, re.DOTALL)[0]
    assert 'aria-label="World: launches, 2 values. 2023: 26 (Reported); 2024: 33 (Estimate)."' in drawing
    assert "26 flew" in before and "76543" not in before and "76,543" not in before
    assert edition.body_html == before
    assert drawing in page
    assert "76543 flew" in client.get(figure.group.url).content.decode()


def test_two_series_in_one_text_have_marks_of_their_own():
    groups = [make.figure(period="2023", kind="estimate").group for _number in range(2)]
    for group in groups:
        make.figure(group=group, period="2024", value=5, kind="estimate")

    html = "".join(map(rendered, groups))

    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", html)) <= set(ids)


def test_what_superseded_a_value_is_named_in_print_only_where_readers_may_see_it():
    newer = make.figure(as_printed="secret")
    figure = make.figure(period="2023", as_printed="26 flew", superseded_by=newer)

    hidden = rendered(figure.group)
    Figure.objects.filter(pk=newer.pk).update(public_from="2020-01-01T00:00Z")

    assert "Superseded" not in hidden
    assert f'{newer.group.url}#figure-{newer.pk}">Superseded' in rendered(figure.group)
