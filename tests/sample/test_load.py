"""The sample content in the database: all of it, once, public, printed in order."""

import datetime as dt
import re
from collections import Counter

import brotli
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse

from spacenews.articles.desk import watched
from spacenews.articles.models import Address, Article, Edition, FactFlag, Pin
from spacenews.assets import LAYER_FILES, lean
from spacenews.editors.roles import CHIEF, EDITOR
from spacenews.firms.models import (
    Answer,
    Claim,
    Cooperation,
    Dispute,
    Figure,
    FoundedAlternative,
    FundingRound,
    Identifier,
    Milestone,
    Organization,
    Party,
    Source,
)
from spacenews.firms.sources.relations import used
from spacenews.images.models import Image
from spacenews.pagecache import clock
from spacenews.pagecache.encodings import ENCODINGS
from spacenews.pages.models import Page
from spacenews.sample import facts, loading, newsroom, organizations, pictures, stories, taxonomy
from spacenews.sample.loaded import PUBLIC_FROM, Loaded
from spacenews.sample.shapes import Misfit
from spacenews.search.models import Synonym
from tests import make

AS_OF = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
LEAD = "commercial-space-firms-upgrade-industry-together"


def unillustrated(story) -> Image:
    return make.image(alt=story["alt"], caption=story["caption"])


@pytest.fixture(scope="module")
def steps(django_db_setup, django_db_blocker):
    """The sample content, loaded for all tests of this module; what its loading told."""
    told = []
    with django_db_blocker.unblock(), transaction.atomic():
        assert loading.load(told.append, unillustrated)
        yield told
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def loaded(request):
    """Every test here has it, save those that load by themselves."""
    if not request.node.get_closest_marker("django_db"):
        request.getfixturevalue("steps")


def story(slug: str) -> Article:
    return Article.objects.get(slug=slug)


def test_nothing_of_the_file_is_left_out():
    given = facts.read()
    owners = sum(len(record["owners"]) for record in given["firms"] + given["institutions"])
    told_already = 3  # the cooperations of ExPace, Geespace and Lanteris name these owners

    assert Source.objects.count() == len(given["sources"])
    assert Organization.objects.count() == len(given["firms"]) + len(given["institutions"])
    assert Cooperation.objects.count() == len(given["cooperations"]) + owners - told_already
    assert Milestone.objects.count() == len(given["milestones"])
    assert FundingRound.objects.count() == len(given["funding_rounds"])
    assert Figure.objects.count() == len(given["figures"])
    assert Dispute.objects.count() == len(given["conflicts"])
    assert Answer.objects.count() == sum(len(record["values"]) for record in given["conflicts"])
    assert Claim.objects.count() == len(given["checked_claims"])
    assert Page.objects.count() == 4
    assert Synonym.objects.count() == len(taxonomy.read()["synonyms"])


@pytest.mark.parametrize(
    "model",
    [Organization, Cooperation, Figure, Milestone, FundingRound, Dispute, Claim],
    ids=lambda m: m.__name__,
)
def test_all_of_it_is_public_from_one_day_on(model):
    assert set(model.objects.values_list("public_from", flat=True)) == {PUBLIC_FROM}


def test_an_organization_has_what_its_record_says():
    firm = Organization.objects.get(slug="space-pioneer")

    assert (firm.name, firm.kind, firm.country, firm.city) == ("Space Pioneer", "firm", "CN", "Beijing")
    assert (firm.founded, firm.status, firm.ownership) == ("2019", "active", "private")
    assert (firm.sectors, firm.vehicles) == (["launch", "propulsion"], ["Tianlong-2", "Tianlong-3"])
    assert [name.text for name in firm.names.order_by("pk")][:3] == [
        "Space Pioneer",
        "天兵科技",
        "Beijing Tianbing Technology Co., Ltd.",
    ]
    assert firm.identifiers.values_list("scheme", "value").get() == ("gcat", "TIANB")
    assert firm.founded_alternatives.values_list("date", "source__publisher").get() == (
        "2018",
        "The Science Brief",
    )
    assert len(firm.sources) == len(
        next(r for r in facts.read()["firms"] if r["slug"] == firm.slug)["sources"]
    )


def test_an_institution_has_no_status_that_nobody_printed():
    true = Organization.objects.get(slug="true")

    assert (true.status, true.ownership, true.descriptor) == ("", "", "Telecom operator")


def test_every_catalogue_code_is_an_identifier():
    given = facts.read()
    codes = {record["slug"]: record["gcat_code"] for record in given["firms"] + given["institutions"]}

    expected = {(slug, code) for slug, code in codes.items() if code}
    assert set(Identifier.objects.values_list("organization__slug", "value")) == expected


def test_a_founding_date_with_a_note_keeps_both():
    notes = FoundedAlternative.objects.filter(organization__slug="firefly").values_list("date", "note")

    assert list(notes) == [("2017", "relaunch")]


def test_parties_stand_in_the_order_of_the_source():
    alliance = Cooperation.objects.get(title="Commercial Space Industry Technology Alliance")

    assert [str(party) for party in alliance.parties.all()] == [
        "Harbin Institute of Technology",
        "LandSpace",
        "i-Space",
        "Zhejiang University",
        "Northwestern Polytechnical University",
        "Loongson Technology",
    ]
    assert Party.objects.get(name="Loongson Technology").organization is None


def test_owners_are_ties_with_the_share_as_printed():
    owned = Cooperation.objects.filter(kind="ownership", parties__organization__slug="chang-guang")

    assert set(owned.values_list("share", flat=True)) == {"11.16%", "11.17%"}
    assert Cooperation.objects.filter(kind="ownership", parties__organization__slug="geely").count() == 1


def test_owners_and_owned_are_told_apart_from_what_the_records_say():
    def of(slug, role):
        ties = Cooperation.objects.filter(parties__organization__slug=slug, parties__role=role)
        return {str(party) for tie in ties for party in tie.parties.exclude(role=role)}

    assert not Party.objects.filter(cooperation__kind="ownership", role="").exists()
    assert of("geely", "owner") == {"Geespace"}
    assert of("landspace", "owner") == {"Hongqing Technology"}
    assert Cooperation.objects.get(title="LandSpace and Hongqing").share == "48%"
    assert of("chang-guang", "owned") == {
        "Changchun Institute of Optics, Fine Mechanics and Physics",
        "Jilin provincial capital",
    }
    assert of("lanteris", "owned") == {"Advent International", "Intuitive Machines"}


def test_a_figure_that_is_a_firms_own_stands_with_it():
    own = Figure.objects.exclude(organization=None).values_list("organization__slug", "scope")

    assert Counter(own) == {
        ("ada-space", "Three-Body Computing Constellation"): 2,
        ("galaxyspace", "GalaxySpace supply chain"): 1,
        ("hongqing", "Honghu-3 (Hongqing Technology)"): 1,
        ("spacesail", "Qianfan (SpaceSail)"): 4,
    }


def test_what_was_only_announced_is_a_promise():
    promised = Milestone.objects.filter(promise="announced").values_list("date", "outcome")

    assert sorted(promised) == [("2026-Q2", ""), ("2026-Q4", "")]
    assert not Milestone.objects.filter(outcome="", promise="").exists()


def test_the_answers_of_a_market_dispute_are_figures_in_the_order_given():
    dispute = Dispute.objects.get(topic="China commercial space, 2023")

    rows = dispute.answers.all()
    answers = [(row.figure.kind, row.figure.currency, row.source.publisher) for row in rows]
    assert answers == [
        ("estimate", "USD", "elenasparks265berita.blogspot.com"),
        ("estimate", "CNY", "Bastille Post / CCTV+"),
        ("actual", "CNY", "SHINE (Xinhua)"),
        ("estimate", "CNY", "中商情报网 ASKCI (Frost & Sullivan, 中商产业研究院)"),
    ]
    assert dispute.group.slug == "china-commercial-space-size"
    assert rows[2].words == "Satellite navigation alone."


def test_a_dispute_about_figures_has_a_group_and_one_about_a_firm_the_firm():
    with_figures = Dispute.objects.filter(answers__figure__isnull=False).distinct()
    about_firms = Dispute.objects.filter(organization__isnull=False)

    assert with_figures.count() == with_figures.filter(group__isnull=False).count() == 8
    assert about_firms.count() == 11
    assert Answer.objects.filter(figure=None, dispute__group__isnull=False).count() == 0
    assert Answer.objects.filter(words="", figure=None).count() == 0


def test_a_claim_stands_on_the_page_that_made_it_and_rests_on_its_evidence():
    claim = Claim.objects.get(sentence__contains="estimated $10 billion")

    assert (claim.verdict, claim.confidence) == ("no-source", "low")
    assert claim.verdict_note == "conflict, no source found"
    assert claim.source.publisher == "elenasparks265berita.blogspot.com"
    assert len(claim.evidence) == 5


def test_every_story_is_live_at_its_own_time_and_address():
    now = clock.now()
    live = {edition.article.slug: edition for edition in Edition.objects.live(now).select_related("article")}

    for told in stories.read():
        edition = live.pop(told["slug"])
        assert edition.published_at == told["published"]
        assert edition.path == f"{told['published']:%Y/%m}/{told['slug']}"
        assert edition.lead.alt == told["alt"]
    assert live == {}
    assert Address.objects.count() == len(stories.read())


def test_corrections_are_editions_of_their_own():
    corrected = {told["slug"]: told["correction"] for told in stories.read() if told["correction"]}

    assert len(corrected) == 2
    for slug, (at, words) in corrected.items():
        first, second = story(slug).editions.order_by("live_from")
        assert (first.live_until, second.live_from, second.correction) == (at, at, words)
        assert (first.correction, second.published_at) == ("", first.published_at)
    assert Edition.objects.exclude(correction="").count() == 2


def test_newest_first_is_also_the_order_in_which_they_were_printed():
    firsts = Edition.objects.filter(correction="").order_by("pk").values_list("published_at", flat=True)

    assert list(firsts) == sorted(firsts)


def test_translations_belong_to_the_story_of_their_original():
    languages = set(story(LEAD).story_editions.values_list("language", flat=True))

    assert languages == {"en", "id"}


def test_the_front_page_has_its_lead_and_its_pins():
    assert [(pin.place, pin.article.slug) for pin in Pin.objects.all()] == list(enumerate(newsroom.PINNED))
    assert newsroom.PINNED[0] == LEAD


def test_an_article_and_its_stylesheet_are_light_on_the_wire(client):
    """Those that print very many sources or figures may weigh a quarter more."""
    pack = ENCODINGS["br"].pack
    css = lean("\n".join((settings.BASE_DIR / "static" / name).read_text() for name in LAYER_FILES))
    weights = {}
    for edition in Edition.objects.live(clock.now()):
        laden = edition.source_rows.count() + edition.printed_figures.count() > 25
        page = client.get(edition.url_in(edition.language)).content
        weights.setdefault(laden, {})[edition.path] = len(pack(page)) + len(brotli.compress(css.encode()))

    assert {path: weight for path, weight in weights[False].items() if weight > 20_000} == {}
    assert {path: weight for path, weight in weights[True].items() if weight > 25_000} == {}


def test_every_printed_figure_is_disclosed():
    for edition in Edition.objects.all():
        led_to = set(re.findall(r'href="#(know-\d+)"', edition.body_html))
        assert led_to <= set(re.findall(r'<details class="know" id="(know-\d+)"', edition.body_html))
        assert edition.printed_figures.count() == len(set(re.findall(r'data-figure="(\d+)"', edition.body)))


def test_each_step_is_told(steps):
    assert steps[0] == "Sources"
    assert [step for step in steps if step.startswith("Story: ")] == [
        f"Story: {told['headline']}" for told in stories.read()
    ]


def test_it_is_loaded_once():
    editions = Edition.objects.count()

    assert not loading.load(print, unillustrated)
    assert Edition.objects.count() == editions


def test_a_text_that_the_sanitiser_would_change_is_an_error():
    told = {**stories.read()[0], "body": "<p>It was <b>so</b>.</p>"}

    with pytest.raises(ValueError, match="body: the sanitiser would change '<p>It was <b>so"):
        newsroom.body_of(told, Loaded())


def test_a_link_to_no_story_is_an_error():
    told = {**stories.read()[0], "body": '<p><a href="/id/2026/08/no-such-story/">So</a>.</p>'}

    with pytest.raises(ValueError, match="/2026/08/no-such-story/"):
        newsroom.check_links([told])


@pytest.mark.django_db(transaction=True)
def test_an_interrupted_load_leaves_nothing():
    drawn = []

    def illustrate(told):
        if len(drawn) == 3:
            raise KeyboardInterrupt
        drawn.append(told["slug"])
        return unillustrated(told)

    with pytest.raises(KeyboardInterrupt):
        loading.load(print, illustrate)

    assert not any(model.objects.exists() for model in (Source, Organization, Article, Edition, Image, Page))


def test_each_source_is_found_in_another_spelling_and_something_rests_on_it():
    spelled = {
        source.pk: f"{source.url.replace('https:', 'HTTP:')}{'&' if '?' in source.url else '?'}utm_id=x#top"
        for source in Source.objects.all()
    }

    found = {pk for pk, url in spelled.items() if Source.objects.at(url).filter(pk=pk).exists()}

    assert (len(spelled), found) == (187, set(spelled))
    assert Source.objects.filter(used()).count() == 187


def test_the_page_for_mondays_tells_of_the_sample(client):
    client.force_login(make.user(CHIEF))

    context = client.get(reverse("admin:coverage"), {"days": "365"}).context

    assert {listing.name: listing.count for listing in context["lists"]} == {
        **{"Not covered lately": "0", "Never covered": "26", "Searched without result": "0"},
        **{"Live without a firm": "0", "Drafts without a firm": "0"},
    }
    assert (context["stories"], context["on_record"]) == (14, 60)
    by_country = [(line.name, line.stories, line.firms) for line in context["shares"][0].lines]
    assert by_country[:3] == [("China", 14, 35), ("United States", 5, 13), ("Japan", 1, 3)]


@pytest.mark.django_db
def test_the_command_says_so_when_there_is_content_already(capsys):
    make.source()

    call_command("load_sample")

    assert capsys.readouterr().out == "There is content already: the sample is not loaded.\n"
    assert not Organization.objects.exists()


@pytest.mark.django_db
def test_what_the_database_refuses_is_named_by_record():
    given = facts.read()["firms"][0]

    with pytest.raises(Misfit, match=r"^firms landspace: 'reuters-ls' is none of the sources$"):
        loading.each("firms", [given], organizations.organization, Loaded())


@pytest.mark.django_db
def test_a_picture_is_drawn_once_for_a_story_and_its_translation(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    original, translation = (
        next(told for told in stories.read() if (told["picture"], told["language"]) == ("track", language))
        for language in ("en", "id")
    )

    first, second = pictures.lead(original), pictures.lead(translation)

    assert (first.width, first.height, first.credit) == (1200, 800, "Drawing: Space News, by program")
    assert (first.alt, second.alt) == (original["alt"], translation["alt"])
    assert first.file.read() == second.file.read()
    assert first.renditions.count() > 3


def test_a_figure_is_corrected_two_articles_with_it_and_one_is_kept(client):
    """All readers are told: on the article, in the log, in its feed, to machines; the others still wait."""
    point = transaction.savepoint()
    client.force_login(make.user(EDITOR))
    figure = Figure.objects.get(as_printed="68 launches in 2024")
    figure.as_printed, figure.value = "70 launches in 2024", 70
    figure.save()

    flags = {flag.article.slug: flag for flag in FactFlag.objects.open(clock.now())}
    assert {slug: (flag.where, flag.words) for slug, flag in flags.items()} == {
        "a-spaceport-of-their-own": ("text", "68 launches in 2024"),
        "commercial-space-firms-upgrade-industry-together": ("text", "68 launches in 2024"),
        "commercial-space-firms-upgrade-industry-together-id": ("text", "68 peluncuran pada 2024"),
        "five-launch-failures-and-a-lost-booster": ("text", "68 launches in 2024"),
        "how-big-is-chinas-commercial-space-industry": ("text", "68 launches in 2024"),
    }
    for slug in ("a-spaceport-of-their-own", "five-launch-failures-and-a-lost-booster"):
        corrected(client, flags[slug])
    kept = flags["how-big-is-chinas-commercial-space-industry"]
    client.post(reverse("admin:articles_fact_keep", args=[kept.pk]), {"reason": "It says who counted."})

    waiting = FactFlag.objects.open(clock.now()).values_list("article__slug", flat=True)
    assert set(waiting) == {LEAD, f"{LEAD}-id"}
    client.logout()
    for address in ("/corrections/", "/corrections/feed/rss/", "/corrections/feed.json"):
        assert client.get(address).text.count("Two more were counted.") == 2, address
    page = client.get(story("a-spaceport-of-their-own").editions.latest("pk").url).text
    assert "70 launches in 2024" in page and "68 launches in 2024" not in page
    assert re.search(r'"correction":.*?Two more were counted\.', page)
    assert page.count("Two more were counted.") == 3  # above and below the text, and to machines
    transaction.savepoint_rollback(point)


def corrected(client, flag: FactFlag) -> None:
    address = reverse("admin:articles_fact_correct", args=[flag.pk])
    assert client.get(address).context["form"]["new_0"].value() == "70 launches in 2024"
    client.post(address, {"new_0": "70 launches in 2024", "correction": "Two more were counted."})


def test_what_is_stale_or_in_conflict_on_the_day_of_the_sample():
    lists = {one.key: [row.title for row in one.rows] for one in watched.lists(make.user(CHIEF), AS_OF)}

    assert lists.pop("promises") == ["Second Zhuque-3 flight with booster recovery, as announced"]
    assert len(lists.pop("projections")) == 5
    assert set(lists.pop("single-source")) | set(lists.pop("conflicts")) == set()
    assert not any(lists.values())
