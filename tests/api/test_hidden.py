"""What readers do not see is told by no list, no filter and no number."""

import pytest

from spacenews.api.table import RESOURCES
from spacenews.firms.models import Organization
from tests import make
from tests.api.conftest import HOUR, NOW
from tests.api.test_answers import API, told

pytestmark = pytest.mark.django_db
CANARY = "canaryword"


@pytest.fixture
def hidden(records):
    hide(NOW + HOUR)


def hide(public_from) -> None:
    """Make of each kind one record that readers do not see yet, if ever; what they see is tied to it."""
    shown = {"public_from": NOW - HOUR}
    source = make.source(title=CANARY, publisher=CANARY)
    firm = make.organization(CANARY, slug=CANARY, public_from=public_from, source=source)
    other = make.organization("Other", slug="other", **shown)
    figure = make.figure(
        scope=CANARY, metric=CANARY, organization=firm, public_from=public_from, source=source
    )
    make.figure(organization=firm, superseded_by=figure, **shown)
    make.cooperation(firm, other, title=CANARY, source=source, **shown)  # on no page: one party is left
    make.cooperation(firm, other, title=CANARY, public_from=public_from, source=source)
    for moment in (public_from, NOW - HOUR):
        make.milestone(firm, title=CANARY, public_from=moment, source=source)
        make.funding_round(firm, note=CANARY, public_from=moment, source=source)
    make.claim(sentence=CANARY, public_from=public_from, source=source)
    make.dispute(figure, CANARY, topic=CANARY, public_from=public_from)
    make.dispute(figure, "Two.", organization=firm, group=figure.group, **shown)
    tag = make.tag(CANARY)
    make.article(headline=CANARY, slug=CANARY, tags=[tag], sources=[source], about=[firm])
    make.article(headline=CANARY, tags=[tag], about=[firm]).publish(by=None, at=NOW + HOUR)
    make.published(headline="Shown", about=[firm, other])
    Organization.objects.filter(pk=firm.pk).update(public_from=public_from)  # taken back since it was printed


def whole(client) -> dict[str, list]:
    return {of.name: told(client, f"{of.name}/", limit=100)["data"] for of in RESOURCES}


@pytest.mark.parametrize("public_from", [None, NOW + HOUR], ids=["never", "later"])
def test_nothing_hidden_is_told(client, records, public_from):
    hide(public_from)

    answers = whole(client)

    assert all(answers.values())
    assert CANARY not in str(answers)
    assert CANARY not in client.get(f"{API}/articles/?fields=body_html,deck").content.decode()


def test_no_number_of_a_hidden_figure_is_told(client, hidden):
    answers = whole(client)

    seen = {figure["id"] for figure in answers["figures"]}
    newer = {figure["superseded_by"] for figure in answers["figures"]}
    answering = {answer["figure"] for dispute in answers["disputes"] for answer in dispute["answers"]}
    printed = {row["figure"] for article in answers["articles"] for row in article["figures"]}
    assert len(newer) == len(answering) == 2
    assert (newer | answering | printed) - {None} <= seen


def test_what_is_told_later_is_told_then(client, clock, hidden):
    """The canaries can be told at all: else the test above would show nothing."""
    clock.set(NOW + 2 * HOUR)

    assert [name for name, records in whole(client).items() if CANARY not in str(records)] == []


def test_no_filter_tells_a_hidden_name_from_one_that_never_was(client, hidden):
    by_name = [
        (of.name, one.parameter.name)
        for of in RESOURCES
        for one in of.filters
        if one.parameter.name
        in ("organization", "tag", "author", "section", "name", "group", "metric", "publisher")
    ]

    answers = [
        told(client, f"{name}/", **{parameter: value})
        for name, parameter in by_name
        for value in (CANARY, "neverwas")
    ]

    assert len(by_name) == 13
    assert [answer for answer in answers if answer != {"data": [], "next": None}] == []


def test_a_hidden_record_answers_as_one_that_never_was(client, hidden, clock):
    never = client.get(f"{API}/claims/123456/").content
    for of in RESOURCES:
        shown = of.public(clock.now())
        seen = set(shown.values_list("pk", flat=True))
        unseen = [record for record in shown.model.objects.all() if record.pk not in seen]
        paths = [
            "/".join(map(str, of.key.args(record).values())) for record in unseen if of.name != "articles"
        ]
        answers = [client.get(f"{API}/{of.name}/{path}/") for path in paths]
        assert {answer.content for answer in answers} <= {never}
        assert paths or of.name == "articles"


def test_hidden_records_change_no_byte_of_an_answer(client, records):
    before = whole(client)
    for record in (make.claim(), make.figure(), make.cooperation("A", "B"), make.organization()):
        assert record.public_from is None
    make.article()

    assert whole(client) == before
