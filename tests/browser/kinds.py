"""One page of each kind that readers find, with all that can stand on it, in three languages."""

import datetime as dt

from django.core.files.base import ContentFile

from spacenews.articles.models import Pin
from spacenews.firms.models import FigureGroup
from spacenews.images import library
from tests import make
from tests.images.files import encoded

NOON = dt.datetime(2026, 8, 20, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
ARTICLE, PLAIN, CHINESE = "/2026/08/landing-at-sea/", "/2026/08/plain/", "/2026/08/zhuque/"
PATHS = {
    "front": "/",
    "article": ARTICLE,
    "article without a picture": PLAIN,
    "article in Chinese": CHINESE,
    "section": "/section/launch/",
    "tag": "/tag/methane/",
    "author": "/author/ann/",
    "month": "/2026/08/",
    "year": "/2026/",
    "archive": "/archive/",
    "directory of firms": "/firms/",
    "firm": "/firms/landspace/",
    "network of a firm": "/firms/landspace/network/",
    "network": "/network/",
    "figures": "/figures/",
    "series": "/figures/launches/",
    "claims": "/claims/",
    "corrections": "/corrections/",
    "search": "/search/",
    "search with results": "/search/?q=landing",
    "search with none": "/search/?q=nothingofthekind",
    "help for searching": "/search/help/",
    "contact": "/contact/",
    "reading list": "/reading-list/",
    "page": "/about/",
    "missing": "/no/such/page/",
    "withdrawn": "/2026/08/withdrawn/",
    "embedded article": "/embed/article/2026/08/landing-at-sea/",
    "embedded firm": "/embed/firm/landspace/",
    "embedded series": "/embed/figure/launches/",
}
FRAMED = [name for name in PATHS if not name.startswith("embedded")]
WORDS = "Launch companies that began with small solid rockets now build larger ones that burn methane. " * 3


def publish() -> None:
    """Publish what the paths above show."""
    filed = {
        "section": make.section(slug="launch", name="Launch"),
        "authors": [make.author(slug="ann", name="Ann")],
        "tags": [make.tag("methane", slug="methane", name_id="metana", name_zh_hans="甲烷")],
    }
    firm = firms()
    Pin.objects.create(place=0, article=story(firm, filed))
    text = f"<p>{WORDS}</p>" * 3
    make.published(slug="plain", headline="Plain", deck="No picture.", body=text, at=NOON - 2 * DAY, **filed)
    for number in range(6):
        named = {"headline": f"Story {number}", "slug": f"story-{number}", "deck": "A deck."}
        make.published(about=[firm], at=NOON - 9 * number * DAY, **named, **filed)
    gone = make.published(slug="withdrawn", at=NOON - 3 * DAY)
    gone.withdraw(by=None, public_reason="It was not so.")
    text = "<h2>Who we are</h2><p>A newsroom.</p>"
    for key in ("about", "ethics", "corrections-policy", "privacy"):
        make.page(key, en=text, id=text, zh_hans=text)


def story(firm, filed: dict):
    """Return a corrected article with a picture, which has a translation."""
    picture = {"alt": "A rocket.", "caption": "It stands.", "credit": "Ann"}
    told = {"deck": "A first.", "points": ["It landed.", "At sea."], "unconfirmed": True}
    made = make.published(
        headline="Landing at sea",
        slug="landing-at-sea",
        body=body(),
        lead=library.add(ContentFile(encoded(), name="a.jpg"), **picture),
        about=[firm],
        sources=[make.source(title="The minutes")],
        at=NOON - DAY,
        **told,
        **filed,
    )
    made.publish(by=None, correction="The unit was wrong.")
    text = f"<h2>第一</h2><p>{'朱雀三号从酒泉卫星发射中心起飞并进入轨道。' * 9}<em>第一</em></p>" * 3
    named = {"headline": "朱雀三号在海上回收", "slug": "zhuque", "language": "zh-hans", "original": made}
    make.published(body=text, section=filed["section"], at=NOON - DAY, **named)
    return made


def firms():
    """Return a firm of which all is known that its page can tell; another one stands beside it."""
    shown = {"public_from": NOON - 300 * DAY}
    firm = make.organization(
        "LandSpace", slug="landspace", descriptor="Maker of rockets.", founded="2015", **shown
    )
    make.name(firm, "蓝箭航天", language="zh-Hans", kind="native")
    other = make.organization("Zest", slug="zest", kind="fund", **shown)
    for outcome in ("success", "failure"):
        make.milestone(firm, outcome=outcome, **shown)
    make.funding_round(firm, **shown)
    make.cooperation(firm, other, "A third", **shown)
    make.cooperation(firm, other, "A third", "A fourth", kind="launch-service", **shown)
    make.dispute("Ten.", "Twenty.", organization=firm, question="How many work there?", **shown)
    return firm


def body() -> str:
    """Return a text with each of the blocks and marks that a text can have."""
    press = make.source(title="The report")
    shown = {"public_from": NOON - 300 * DAY, "source": press}
    group = FigureGroup.objects.create(slug="launches", title="Launches in a year")
    rows = [
        make.figure(group=group, period=year, kind=kind, value=value, as_printed=f"{value} launches", **shown)
        for year, kind, value in (("2023", "actual", 10), ("2024", "estimate", 20), ("2025", "target", 30))
    ]
    dispute = make.dispute(rows[0], rows[1], topic="Launches", group=group, public_from=shown["public_from"])
    of = {"series": group, "dispute": dispute, "claim": make.claim(note="Nobody counted.", source=press)}
    return (
        f'<h2>Flights</h2><p>LandSpace flew <mark data-figure="{rows[0].pk}">ten times</mark>'
        '<mark data-footnote="1">Counted by us.</mark>.</p><ul><li>At sea</li></ul>'
        '<blockquote class="pull"><p>It landed.</p></blockquote><table><caption>Flights</caption><thead><tr>'
        '<th scope="col">Year</th><th scope="col">Flights</th></tr></thead><tbody><tr><th scope="row">2023</th>'
        f"<td>10</td></tr></tbody></table><h2>Answers</h2><p>{WORDS}</p><h2>Claims</h2>"
        + "".join(f'<div data-{kind}="{row.pk}"></div>' for kind, row in of.items())
    )
