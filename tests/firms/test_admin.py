"""The desk's pages of organizations and facts."""

import re
from decimal import Decimal

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.text import capfirst
from django.utils.timezone import localtime

from spacenews.articles.models import ArticleCoverage
from spacenews.firms.admin import successors
from spacenews.firms.forms import NumberField
from spacenews.firms.models import (
    Claim,
    Cooperation,
    Dispute,
    FactChange,
    Figure,
    FigureGroup,
    FundingRound,
    Milestone,
    Name,
    Organization,
    Source,
)
from tests import make
from tests.desk.pages import typed
from tests.firms.reading import NOW, SHOWN

pytestmark = pytest.mark.django_db
MODELS = (Organization, Source, Figure, FigureGroup, Cooperation, Milestone, FundingRound, Dispute, Claim)
SHOWABLE = (Organization, Figure, Cooperation, Milestone, FundingRound, Dispute, Claim)


@pytest.fixture(autouse=True)
def now(clock):
    clock.set(NOW)


@pytest.fixture
def editor(client):
    client.force_login(make.user("Editor"))
    return client


@pytest.fixture
def contributor(client):
    client.force_login(make.user("Contributor"))
    return client


def record_of(model, **kwargs):
    """Return a record of the model that the desk alone sees."""
    firm = make.organization
    makers = {
        Organization: lambda: firm(**kwargs),
        Source: lambda: make.source(**kwargs),
        Figure: lambda: make.figure(**kwargs),
        FigureGroup: lambda: make.figure(**kwargs).group,
        Cooperation: lambda: make.cooperation(firm(), "Somebody", **kwargs),
        Milestone: lambda: make.milestone(firm(), **kwargs),
        FundingRound: lambda: make.funding_round(firm(), **kwargs),
        Dispute: lambda: make.dispute(make.figure(), "words", organization=firm(), **kwargs),
        Claim: lambda: make.claim(**kwargs),
    }
    return makers[model]()


def page(model, name, *args):
    return reverse(f"admin:firms_{model._meta.model_name}_{name}", args=args)


@pytest.mark.parametrize("model", MODELS)
def test_editors_can_open_every_page(editor, model):
    record = record_of(model)

    pages = [page(model, "changelist"), page(model, "add"), page(model, "change", record.pk)]
    pages += [page(model, "delete", record.pk), page(model, "history", record.pk)]

    assert [editor.get(url).status_code for url in pages] == [200] * 5


@pytest.mark.parametrize("model", MODELS)
def test_contributors_look_at_every_record_and_change_none(contributor, model):
    record = record_of(model)
    before = list(model.objects.values())

    assert contributor.get(page(model, "changelist")).status_code == 200
    form = contributor.get(page(model, "change", record.pk))
    assert form.status_code == 200
    assert 'name="_save"' not in form.content.decode()
    for url in (page(model, "add"), page(model, "change", record.pk), page(model, "delete", record.pk)):
        assert contributor.post(url, {"title": "Forged", "post": "yes"}).status_code == 403
    assert list(model.objects.values()) == before


@pytest.mark.parametrize("model", SHOWABLE)
def test_show_to_readers_makes_the_chosen_records_public_and_leaves_a_trace(editor, model):
    chosen, other = record_of(model), record_of(model)
    earlier = record_of(model, public_from=SHOWN)

    answer = show(editor, model, chosen, earlier)

    shown = dict(model.objects.values_list("pk", "public_from"))
    assert NOW <= shown[chosen.pk] < NOW.replace(minute=5)
    assert shown[earlier.pk] == SHOWN
    assert shown[other.pk] is None
    assert "1 record is now shown." in answer.content.decode()
    assert {int(pk) for pk in LogEntry.objects.values_list("object_id", flat=True)} == {chosen.pk, earlier.pk}


@pytest.mark.parametrize("model", SHOWABLE)
def test_contributors_cannot_show_anything_to_readers(contributor, model):
    record = record_of(model)

    answer = show(contributor, model, record)

    assert "now shown" not in answer.content.decode()
    assert model.objects.get(pk=record.pk).public_from is None


def show(client, model, *records):
    chosen = {"action": "show_to_readers", "_selected_action": [record.pk for record in records]}
    return client.post(page(model, "changelist"), chosen, follow=True)


def test_showing_a_record_changes_what_readers_get_at_once(editor):
    firm = make.organization("LandSpace")
    assert editor.get(firm.url).status_code == 404

    show(editor, Organization, firm)

    assert editor.get(firm.url).status_code == 200


@pytest.mark.parametrize("model", SHOWABLE)
def test_the_list_can_be_narrowed_to_what_readers_see(editor, model):
    record_of(model)
    public = record_of(model, public_from=SHOWN)

    def listed(seen):
        html = editor.get(page(model, "changelist"), {"seen": seen}).content.decode()
        return [int(pk) for pk in re.findall(r'name="_selected_action" value="(\d+)"', html)]

    assert listed("readers") == [public.pk]
    assert public.pk not in listed("desk")


@pytest.mark.parametrize("model", MODELS)
def test_a_list_asks_the_same_questions_at_one_row_and_at_three(editor, model, django_assert_num_queries):
    record_of(model)
    editor.get(page(model, "changelist"))
    at_one = queries(editor, page(model, "changelist"))
    record_of(model)
    record_of(model)

    with django_assert_num_queries(at_one):
        html = editor.get(page(model, "changelist")).content.decode()

    assert html.count('name="_selected_action"') >= 3


def queries(client, url) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


def management(prefix, total=0, initial=0):
    return {f"{prefix}-TOTAL_FORMS": total, f"{prefix}-INITIAL_FORMS": initial}


def organization_form(on_record, **kwargs):
    return {
        **{"name": "LandSpace", "slug": "landspace", "kind": "firm", "country": "China"},
        **{"source": on_record.pk, "confidence": "high", "sectors": ["launch"]},
        **{"vehicles": "Zhuque-1\n\n Zhuque-2 \n", "satellites": ""},
        **management("names"),
        **management("identifiers"),
        **management("founded_alternatives"),
        **kwargs,
    }


def test_an_editor_records_an_organization_with_its_lists_one_a_line(editor):
    names = {
        "names-0-text": "蓝箭航天",
        "names-0-language": "zh-Hans",
        "names-0-kind": "native",
        "names-0-match": "always",
    }
    form = organization_form(make.source(), **names, **management("names", 1))

    answer = editor.post(page(Organization, "add"), form)

    made = Organization.objects.get()
    assert answer.status_code == 302
    assert (made.vehicles, made.satellites, made.sectors) == (["Zhuque-1", "Zhuque-2"], [], ["launch"])
    assert (made.country, made.native.text) == ("CN", "蓝箭航天")
    assert made.public_from is None
    html = editor.get(page(Organization, "change", made.pk)).content.decode()
    assert re.search(r'<textarea name="vehicles"[^>]*>\s*Zhuque-1\nZhuque-2</textarea>', html)


def errors(answer) -> dict:
    """Return the errors of a form beside their fields, those of its inlines included."""
    assert answer.status_code == 200
    form = dict(answer.context["adminform"].form.errors)
    for inline in answer.context["inline_admin_formsets"]:
        for number, of_row in enumerate(inline.formset.errors):
            form |= {f"{inline.formset.prefix}-{number}-{field}": found for field, found in of_row.items()}
        if inline.formset.non_form_errors():
            form[inline.formset.prefix] = inline.formset.non_form_errors()
    return form


def test_what_the_database_would_refuse_is_said_beside_the_field(editor):
    make.source(url="https://example.org/a")
    firm = make.organization(slug="first")
    firm.slug = "second"
    firm.save()
    source = make.source()
    wrong = {
        "slug": "first",
        "source": "",
        "sectors": ["mining"],
        "country": "Atlantis",
        "founded": "last year",
    }

    assert set(errors(editor.post(page(Organization, "add"), organization_form(source, **wrong)))) == set(
        wrong
    )
    sent = {"url": "http://example.org/a/?utm_source=x", "title": "t", "publisher": "p"}
    assert set(errors(editor.post(page(Source, "add"), sent))) == {"url"}


FACTS = {
    Figure: (
        {"metric": "m", "scope": "s", "value": "1", "unit": "currency", "kind": "actual", "as_printed": "1"},
        "currency",
    ),
    Milestone: ({"date": "2025", "title": "t", "kind": "launch"}, "outcome"),
    FundingRound: ({"date": "2025", "amount": "1"}, "currency"),
}


@pytest.mark.parametrize("model", FACTS)
def test_a_fact_that_lacks_what_it_needs_and_its_source_is_refused_beside_the_fields(editor, model):
    sent, lacking = FACTS[model]
    owner = {"group": make.figure().group_id} if model is Figure else {"organization": make.organization().pk}

    answer = editor.post(page(model, "add"), {**sent, **owner, "confidence": "high"})

    assert set(errors(answer)) == {lacking, "source"}


def cooperation_form(source, *parties, **kwargs):
    rows = {
        f"parties-{number}-{key}": value
        for number, party in enumerate(parties)
        for key, value in party.items()
    }
    sent = {
        "title": "A tie",
        "kind": "alliance",
        "status": "active",
        "source": source.pk,
        "confidence": "high",
    }
    return {**sent, **rows, **management("parties", len(parties)), **kwargs}


def test_a_cooperation_has_at_least_two_parties_each_an_organization_or_a_name(editor):
    source, firm = make.source(), make.organization()
    one, other = {"organization": firm.pk, "position": 0}, {"name": "Loongson", "position": 0}

    alone = editor.post(page(Cooperation, "add"), cooperation_form(source, one))
    both = editor.post(page(Cooperation, "add"), cooperation_form(source, one, {**one, "name": "Loongson"}))
    assert set(errors(alone)) == {"parties"}
    assert set(errors(both)) == {"parties-1-name"}

    assert editor.post(page(Cooperation, "add"), cooperation_form(source, one, other)).status_code == 302
    assert [str(party) for party in Cooperation.objects.get().parties.all()] == [str(firm), "Loongson"]


def test_a_name_given_twice_at_once_is_refused_beside_it(editor):
    name = {"kind": "alias", "match": "always"}
    rows = {f"names-{number}-{key}": value for number in (0, 1) for key, value in name.items()}
    sent = organization_form(
        make.source(),
        **rows,
        **{"names-0-text": "Blue Arrow", "names-1-text": "BLUE ARROW"},
        **management("names", 2),
    )

    assert set(errors(editor.post(page(Organization, "add"), sent))) == {"names-1-text"}


def test_the_order_of_parties_can_be_turned_round(editor):
    tie = make.cooperation("First", "Second")
    first, second = tie.parties.all()
    rows = [
        {"id": first.pk, "name": "First", "position": 1},
        {"id": second.pk, "name": "Second", "position": 0},
    ]
    sent = cooperation_form(tie.source, *rows, **management("parties", 2, 2))

    assert editor.post(page(Cooperation, "change", tie.pk), sent).status_code == 302

    assert [str(party) for party in tie.parties.all()] == ["Second", "First"]


@pytest.mark.parametrize("by_list", [False, True])
def test_what_is_referred_to_is_kept_and_the_page_says_what_refers_to_it(editor, by_list):
    firm = make.organization("LandSpace")
    make.milestone(firm)
    make.article(about=[firm])
    answer = delete(editor, firm, by_list)

    html = answer.content.decode()
    assert answer.status_code == 200
    assert Organization.objects.filter(pk=firm.pk).exists()
    protected = re.findall(r"<li>([^<]*)</li>", html[html.index("protected related objects") :])
    assert protected == ["Milestones", capfirst(ArticleCoverage._meta.verbose_name_plural)]


def test_a_source_that_is_only_a_further_one_is_kept_too(editor):
    """Django would empty the many-to-many field in silence."""
    source = make.source()
    make.claim().further_sources.add(source)

    html = delete(editor, source, False).content.decode()

    assert Source.objects.filter(pk=source.pk).exists()
    assert "Claims" in html


@pytest.mark.parametrize("by_list", [False, True])
def test_what_nothing_refers_to_can_be_deleted_with_what_is_its_own(editor, by_list):
    firm = make.organization()
    make.name(firm, "蓝箭")
    firm.further_sources.add(make.source())

    delete(editor, firm, by_list)

    assert not Organization.objects.exists()
    assert not Name.objects.exists()


def delete(client, record, by_list):
    model = type(record)
    if by_list:
        sent = {"action": "delete_selected", "_selected_action": record.pk, "post": "yes"}
        return client.post(page(model, "changelist"), sent)
    return client.post(page(model, "delete", record.pk), {"post": "yes"})


def test_the_delete_page_reads_none_of_what_refers_to_a_record(editor):
    firm = make.organization()
    for _number in range(3):
        make.milestone(firm, title="Flight of many")

    html = editor.get(page(Organization, "delete", firm.pk)).content.decode()

    assert "Flight of many" not in html
    assert "Milestones" in html


@pytest.mark.parametrize(
    ("term", "found"), [("BLUE arrow", True), ("蓝箭", True), ("ｌａｎｄ", True), ("nobody", False)]
)
def test_organizations_are_found_at_the_desk_by_any_name(editor, term, found):
    firm = make.organization("LandSpace")
    make.name(firm, "Blue Arrow")
    make.name(firm, "蓝箭航天", kind=Name.Kind.NATIVE)

    html = editor.get(page(Organization, "changelist"), {"q": term}).content.decode()
    suggested = editor.get(
        reverse("admin:autocomplete"),
        {"app_label": "firms", "model_name": "milestone", "field_name": "organization", "term": term},
    ).json()["results"]

    assert (">LandSpace</a>" in html) == found
    assert [row["text"] for row in suggested] == ["LandSpace"] * found


def test_a_source_is_found_by_any_spelling_of_its_address(editor):
    make.source(url="https://example.org/a", title="The one")
    make.source(title="Another")

    html = editor.get(page(Source, "changelist"), {"q": "http://EXAMPLE.org/a/#part"}).content.decode()

    assert "The one" in html
    assert "Another" not in html


def test_a_date_that_a_promise_slipped_to_can_be_put_right(editor):
    promise = make.milestone(make.organization(), promise="slipped", outcome="", now_expected="2027-02")

    form = editor.get(page(Milestone, "change", promise.pk)).context["adminform"].form

    assert form["now_expected"].value() == "2027-02"


def test_what_was_never_asked_is_said_by_a_dash(editor):
    html = editor.get(page(Source, "change", make.source().pk)).content.decode()

    assert '<div class="readonly">–</div>' in html


@pytest.mark.parametrize(
    ("language", "shown", "same", "refused"),
    [
        ("en", "12,000,000,000.5", ["12000000000.5", "12000000000.5000 "], ["12,00", "1e9", "1.000,5", "x"]),
        ("id", "12.000.000.000,5", ["12000000000,50"], ["1.5", "12,000,000,000.5", "1,5,0"]),
        ("zh-hans", "12,000,000,000.5", ["12000000000.5"], ["120,0000", "1,5"]),
    ],
)
def test_a_number_stands_in_its_form_as_the_language_writes_it(language, shown, same, refused):
    field, value = NumberField(max_digits=24, decimal_places=4), Decimal("12000000000.5000")

    with translation.override(language):
        assert field.prepare_value(value) == shown
        assert [field.clean(text) for text in (shown, *same)] == [value] * (1 + len(same))
        assert not field.has_changed(value, shown)
        for text in refused:
            with pytest.raises(ValidationError):
                field.clean(text)
        below = field.prepare_value(Decimal("-0.0500")), f"−0{shown[-2]}05"
        assert [field.clean(text) for text in below] == [Decimal("-0.05")] * 2


def test_the_forms_of_figures_and_rounds_show_numbers_without_zeros(editor):
    figure, money = make.figure(value="1.5000"), make.funding_round(make.organization())

    html = [editor.get(page(type(one), "change", one.pk)).text for one in (figure, money)]

    assert 'value="1.5"' in html[0] and 'value="900,000,000"' in html[1]
    assert "CN¥900 million" in editor.get(page(FundingRound, "changelist")).text


def added(editor, old: Figure, **columns):
    """Add a figure by the address that fills its form with what it shares with an old one."""
    address = f"{page(Figure, 'add')}?supersedes={old.pk}"
    form = editor.get(address)
    assert ("It will stand for" in form.text) == (old.superseded_by_id is None)
    sent = {**typed(form), "value": "67", "as_printed": "67 launches", "source": make.source().pk, **columns}
    if moment := sent.get("public_from"):
        day, hour = f"{localtime(moment):%Y-%m-%d %H:%M:%S}".split()
        sent |= {"public_from_0": day, "public_from_1": hour}
    return editor.post(address, {**sent, "_save": "1"})


def test_what_supersedes_a_figure_is_added_and_named_by_it_at_once(editor):
    firm = make.organization()
    shared = {
        "metric": "flights",
        "scope": "China",
        "period": "2024-H1",
        "unit": "flights",
        "organization": firm,
    }
    old = make.figure(kind="projection", value=64, as_printed="64", public_from=SHOWN, **shared)

    answer = added(editor, old)

    new = Figure.objects.get(as_printed="67 launches")
    assert {name: getattr(new, name) for name in shared} == shared
    assert (new.group, new.kind) == (old.group, "actual")
    assert NOW <= new.public_from < NOW.replace(minute=5)
    assert Figure.objects.get(pk=old.pk).superseded_by == new
    assert answer.url == reverse("admin:articles_stale")
    assert FactChange.objects.get().manner == "superseded"
    assert list(LogEntry.objects.values_list("object_id", "action_flag")) == [
        (str(new.pk), 1),
        (str(old.pk), 2),
    ]


def test_a_figure_that_is_superseded_already_stays_so_and_nothing_is_filled_in(editor):
    first = make.figure()
    old = make.figure(superseded_by=first, group=first.group)

    given = {"group": old.group_id, "metric": "m", "scope": "s", "unit": "count", "kind": "actual"}
    assert added(editor, old, confidence="high", **given).url == page(Figure, "changelist")

    assert Figure.objects.get(pk=old.pk).superseded_by == first
    assert editor.get(f"{page(Figure, 'add')}?supersedes={'9' * 30}").status_code == 200


def test_a_name_from_the_address_is_in_the_new_form_with_its_slug(editor):
    form = (
        editor.get(page(Organization, "add"), {"name": "Loongson  Technology", "kind": "fund"})
        .context["adminform"]
        .form
    )

    assert [form[name].value() for name in ("name", "slug")] == [
        "Loongson  Technology",
        "loongson-technology",
    ]
    assert form["kind"].value() == "firm"


def test_the_form_of_what_readers_see_leads_to_its_page(editor):
    firm = make.organization(public_from=SHOWN)
    hidden = make.organization()

    assert f'href="{firm.url}"' in editor.get(page(Organization, "change", firm.pk)).text
    assert f'href="{hidden.url}"' not in editor.get(page(Organization, "change", hidden.pk)).text


def test_figures_do_not_supersede_each_other_in_a_circle(editor):
    last = make.figure()
    first = make.figure(superseded_by=make.figure(superseded_by=last, group=last.group), group=last.group)

    for figure in (first, last):
        last.superseded_by = figure
        with pytest.raises(ValidationError) as refused:
            last.full_clean()
        assert list(refused.value.message_dict) == ["superseded_by"]
    last.refresh_from_db()
    given = {"metric": "m", "scope": "s", "unit": "count", "kind": "actual", "superseded_by": last.pk}
    assert added(editor, last, confidence="high", **given).url == page(Figure, "changelist")
    assert successors.supersede(last.pk, first, make.user()) is None
    assert Figure.objects.get(pk=last.pk).superseded_by is None


def test_the_slug_follows_the_name_and_the_source_stands_in_front(editor):
    html = editor.get(page(Organization, "add")).content.decode()

    assert "#id_slug" in html[html.index("django-admin-prepopulated-fields-constants") :]
    assert html.index('id="id_source"') < html.index('id="id_city"')
    assert re.search(r'<label class="required" for="id_source">', html)
