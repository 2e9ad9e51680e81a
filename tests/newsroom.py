"""A newsroom with one thing of each kind, and what a person, or a forger, would send to each form of the desk."""

import datetime as dt

from django.core.files.base import ContentFile
from django.db import models
from django.test import Client
from django.urls import reverse

from spacenews.articles import policy
from spacenews.articles.desk import notes
from spacenews.articles.models import Article, Autosave, FactFlag, Note, Pin
from spacenews.contact.models import Message
from spacenews.editors.roles import CHIEF, CONTRIBUTOR, DESK, EDITOR
from spacenews.firms import merging
from spacenews.firms.models import FactChange, FigureGroup
from spacenews.images import library
from spacenews.search.models import Asked, PinnedAnswer, Synonym
from tests import make
from tests.articles.states import write
from tests.desk.pages import typed
from tests.images.files import encoded, upload

NOW = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)
EARLIER, LATER = NOW - dt.timedelta(days=2), NOW + dt.timedelta(days=2)
FRONT = reverse("admin:articles_pin_changelist")
STAFF = "staff"  # an account without a role
UNSAVED = "k" * 22  # the form in which the contributor typed what he has not saved


def things() -> dict[str, models.Model]:
    """Return one person a role, and one thing of each kind by name: "own" is the contributor's.

    What bears the plain name of its kind is referred to by nothing, and readers do not see it.
    """
    people = {role: make.user(role) for role in (CONTRIBUTOR, EDITOR, DESK, CHIEF)}
    people[STAFF] = make.user()
    pictures = pictures_of(people)
    made = {**people, **pictures, **articles(people, pictures)}
    made |= moved(made)
    return {**made, **said(made), **links(made), **filed(), **facts(), **public(), **searched(), **others()}


def pictures_of(people: dict) -> dict[str, models.Model]:
    mine = {"by": people[CONTRIBUTOR], "alt": "A rocket."}
    return {
        "own picture": library.add(ContentFile(encoded(), name="a.jpg"), **mine),
        "own printed picture": library.add(ContentFile(encoded(), name="b.jpg"), **mine),
        "other's picture": make.image(created_by=people[EDITOR]),
    }


def articles(people: dict, pictures: dict) -> dict[str, Article]:
    mine = {"by": people[CONTRIBUTOR]}
    made = {
        "own draft": make.article(**mine),
        "other's draft": make.article(by=people[EDITOR]),
        "own scheduled": make.article(**mine),
        "own live": make.published(at=EARLIER, lead=pictures["own printed picture"], **mine),
        "own handed back": make.published(at=EARLIER, **mine),
        "own withdrawn": make.published(at=EARLIER, **mine),
        "own in review": make.article(**mine),
        "own set aside": make.published(at=EARLIER, **mine),
        "other's live": make.published(at=EARLIER, by=people[EDITOR]),
    }
    made["own scheduled"].publish(by=None, at=LATER)
    made["own withdrawn"].withdraw(by=None, public_reason="It was not so.")
    policy.send_back(made["own handed back"])
    policy.submit(made["own in review"], by=people[CONTRIBUTOR])
    write(made["own set aside"], "Work on it")
    made["own set aside"].load_live(by=people[EDITOR])
    for article in (made["own draft"], None):
        Autosave.objects.create(article=article, person=people[CONTRIBUTOR], page=UNSAVED)
    return made


def said(made: dict) -> dict[str, Note]:
    """Return notes of the contributor and of others; the one of the editor names the contributor."""
    own, others = made["own draft"], made["other's draft"]
    notes.add(own, made[EDITOR], f"@{made[CONTRIBUTOR].username}, is this so?")
    return {
        "own note": notes.add(own, made[CONTRIBUTOR], "It is."),
        "other's note": notes.add(others, None, "Canary."),
        "review note": notes.add(own, made[CONTRIBUTOR], "Ready.", step=Note.Step.SUBMITTED),
    }


def moved(made: dict) -> dict[str, models.Model]:
    """What changed after two articles showed it, and what is stale: two values in conflict, a promise that is due."""
    group = make.figure(value=10, period="2024", public_from=EARLIER).group
    pair = [make.figure(group=group, value=n, period="2024", public_from=EARLIER) for n in (20, 30)]
    promise = {"date": "2025", "outcome": "", "promise": "announced", "public_from": EARLIER}
    change = FactChange.objects.create(kind="figure", record=pair[0].pk, title="Moved", manner="changed")
    flags = (
        FactFlag(article=made[name], change=change, where="chart") for name in ("own live", "other's live")
    )
    own, others = FactFlag.objects.bulk_create(flags)
    return {
        "change of a fact": change,
        "own flag": own,
        "other's flag": others,
        "figure in conflict": pair[0],
        "other figure": pair[1],
        "due promise": make.milestone(make.organization(), **promise),
    }


def links(made: dict) -> dict[str, models.Model]:
    """Links that show a draft to somebody outside: one that does, one that has ended, one that was revoked."""
    own, others = made["own draft"], made["other's draft"]
    make.shared_link(own, "ended-token", by=made[CHIEF], ends_at=EARLIER)
    make.shared_link(own, "revoked-token", by=made[CHIEF], ends_at=LATER, revoked_at=EARLIER)
    return {
        "own link": make.shared_link(own, "open-token", by=made[CONTRIBUTOR], ends_at=LATER),
        "other's link": make.shared_link(others, "other-token", by=made[EDITOR], ends_at=LATER),
    }


def filed() -> dict[str, models.Model]:
    """What an article is filed under, without any; and a pin."""
    pin = Pin.objects.create(place=0, article=make.published(at=EARLIER))
    return {"section": make.section(), "author": make.author(), "tag": make.tag(), "pin": pin}


def facts() -> dict[str, models.Model]:
    return {
        "figuregroup": FigureGroup.objects.create(slug="group", title="Group"),
        "figure": make.figure(),
        "cooperation": make.cooperation("A", "B"),
        "milestone": make.milestone(make.organization()),
        "fundinground": make.funding_round(make.organization()),
        "dispute": make.dispute("Two.", "Three."),
        "claim": make.claim(),
        "organization": make.organization(),
        "source": make.source(),
        "import": make.tried_import("Code,Name\nALPHA,Alpha\n"),
        "merger": merging.merge(make.organization(), make.organization()),
    }


def public() -> dict[str, models.Model]:
    """What readers find a page of, for each kind of page."""
    section, author, tag = make.section(), make.author(), make.tag()
    firm = make.organization(public_from=EARLIER)
    make.published(at=EARLIER, section=section, authors=[author], tags=[tag], about=[firm])
    for key in ("about", "ethics", "corrections-policy", "privacy"):
        make.page(key, en="<p>Text.</p>")
    return {
        "printed section": section,
        "printed author": author,
        "printed tag": tag,
        "public firm": firm,
        "public series": make.figure(public_from=EARLIER).group,
        "printed source": firm.source,
    }


def searched() -> dict[str, models.Model]:
    pin = PinnedAnswer.objects.create(query="methane", article=make.published(at=EARLIER))
    return {
        "asked": Asked.objects.create(month=NOW.date().replace(day=1), key="key", text="methane", times=3),
        "synonym": Synonym.objects.create(words=["methane", "methalox"]),
        "pinnedanswer": pin,
    }


def others() -> dict[str, models.Model]:
    return {
        "letter": make.letter(),
        "closed letter": make.letter(status=Message.Status.CLOSED),
        "spam": make.letter(status=Message.Status.SPAM),
        "page": make.page("imprint", en="<p>Text.</p>"),
        "an editor": make.user(EDITOR),
        "a superuser": make.user(is_superuser=True),
    }


# What a forger writes into the form of each kind of thing, new or not; and what every form may ask for.
WRITTEN = {
    "article": {"headline": "Forged", "slug": "forged"},
    "section": {"name": "Forged", "slug": "forged"},
    "author": {"name": "Forged", "slug": "forged"},
    "tag": {"name": "Forged", "slug": "forged"},
    "image": {"alt": "Forged."},
    "page": {"key": "forged", "texts-0-title": "Forged"},
    "user": {"username": "forged", "usable_password": "true"},
    "message": {"text": "Forged."},
    "organization": {"name": "Forged", "slug": "forged", "kind": "firm", "country": "CN"},
    "source": {"url": "https://example.org/forged", "title": "Forged", "publisher": "Forged"},
    "figuregroup": {"title": "Forged", "slug": "forged"},
    "figure": {
        **{"metric": "launches", "scope": "Forged", "value": "3", "unit": "count", "kind": "actual"},
        "as_printed": "3 launches",
    },
    "cooperation": {
        **{"title": "Forged", "kind": "alliance", "parties-0-name": "A", "parties-1-name": "B"},
        "parties-1-position": "1",
    },
    "milestone": {"title": "Forged", "kind": "launch", "date": "2026", "outcome": "success"},
    "fundinground": {"series": "Forged", "date": "2026"},
    "dispute": {
        **{"topic": "Forged", "question": "How many?", "answers-0-words": "2", "answers-1-words": "3"},
        "answers-1-position": "1",
    },
    "claim": {"sentence": "Forged.", "verdict": "weak"},
    "asked": {"text": "Forged", "times": "9"},
    "synonym": {"words": "Forged\nForgery"},
    "pinnedanswer": {"query": "Forged", "place": "1"},
}
CHOSEN = {
    "article": "other's live",
    "organization": "organization",
    "group": "figuregroup",
    "by": "other figure",
    **dict.fromkeys(("source", "answers-0-source", "answers-1-source"), "source"),
}
ASKED = {
    **dict.fromkeys(("password1", "password2", "new_password1", "new_password2"), "velvet-otter-42-moon"),
    **{"old_password": make.PASSWORD, "username": "nobody", "password": "wrong", "confidence": "high"},
    **{"post": "yes", "email": "reader@example.org", "message": "Two values are given."},
    **{"text": "Forged.", "headline": "Forged", "day": LATER.date().isoformat()},
    **{"on": LATER.date().isoformat(), "time": "09:30", "correction": "The year.", "public_reason": "Wrong."},
    **{"note": "Say when.", "dismiss": "1"},
    **{"reader": "A reader", "hours": "4"},
    **{"reason": "It was so.", "came": "met", "topic": "Forged", "question": "Which?"},
    **{"_page": UNSAVED},
}


class Forger:
    """Asks as any person, and sends to any form what the Chief's own holds, with his own words in it."""

    def __init__(self):
        self.things, self.forms = things(), {}
        self.chief = self.client_of(CHIEF)
        self.chosen = {name: self.things[of].pk for name, of in CHOSEN.items()}

    def client_of(self, role: str) -> Client:
        """Return the browser of a person; who is none of the people is not signed in."""
        client = Client()
        if role in self.things:
            client.force_login(self.things[role])
        return client

    def posted(self, route: str, of: str, address: str) -> dict:
        """Return what to send to an address of a route that is about a thing."""
        kind, _, view = route.rpartition("_")
        model, sent = kind.rpartition("_")[2], {**self.chosen, **ASKED}
        if model == "pin":
            return {"language": "en", "version": self.chief.get(FRONT).context["version"], "_save": "1"}
        if route == "admin:articles_tag_create":
            return {"name": "Forged"}
        if route == "admin:articles_article_named_refuse":
            return {"_named": f"not:{self.chosen['organization']}:Forged"}
        if route == "admin:articles_stale_checked":
            return {"model": "figure", "ticked": self.things["other figure"].pk}
        if view == "merge":
            printed = "public firm" if model == "organization" else f"printed {model}"
            return {"into": self.things[printed].pk, "merge": "1"}
        if view == "imports":
            return {"file": ContentFile(b"Code,Name\nFORGED,Forged\n", name="forged.csv")}
        if view == "import":
            return {"act": "write"}
        if view == "changelist":
            thing, _colon, action = of.partition(": ")
            action = action or ("close_selected" if model == "message" else "delete_selected")
            return {**sent, "action": action, "_selected_action": self.things[thing].pk}
        if view in ("add", "change") and model in WRITTEN:
            file = {"upload": upload()} if model == "image" else {}
            return {**self.form(address), **sent, **WRITTEN[model], **file}
        return sent

    def form(self, address: str) -> dict:
        if address not in self.forms:
            page = self.chief.get(address)
            self.forms[address] = typed(page) if page.status_code == 200 else {}
        return self.forms[address]
