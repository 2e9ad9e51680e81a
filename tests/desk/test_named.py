"""Organizations that a text names, beside the form of its article: offered, added and refused by whoever writes."""

import pytest
from django.urls import reverse

from spacenews.articles.models import ArticleCoverage
from spacenews.editors.roles import CONTRIBUTOR, EDITOR
from tests import make
from tests.desk.pages import ADD, change, save, step, typed

NEW = reverse("admin:articles_article_named_new")


def named(article) -> str:
    return reverse("admin:articles_article_named", args=[article.pk])


def refuse(article) -> str:
    return reverse("admin:articles_article_named_refuse", args=[article.pk])


@pytest.fixture
def firms(db):
    """Return LandSpace, and the two that are spelled alike, of which the first asks."""
    beijing = make.organization("i-Space", city="Beijing", vehicles=["Hyperbola-1"])
    beijing.names.create(text="iSpace", kind="alias", match="ask")
    return make.organization("LandSpace"), beijing, make.organization("ispace", country="JP", city="Tokyo")


def told(response) -> list[tuple[str, list[str]]]:
    return [(row["words"], [choice["value"] for choice in row["choices"]]) for row in response.json()["rows"]]


def test_what_is_typed_is_read_and_nothing_is_stored(sign_in, firms):
    landspace, beijing, tokyo = firms
    client = sign_in(CONTRIBUTOR)
    article = make.article(by=client.person, about=[make.organization("SpaceX")])
    body = "<p>SpaceX and LandSpace wait; iSpace readies Hyperbola-1 in Beijing.</p>"

    answer = client.post(named(article), {"headline": "LandSpace waits", "body": body})

    both = [f"add:{beijing.pk}:mentioned", f"add:{tokyo.pk}:mentioned"]
    assert told(answer) == [("LandSpace", [f"add:{landspace.pk}:about"]), ("iSpace", both)]
    assert [row["asks"] for row in answer.json()["rows"]] == ["", "“iSpace”: who is meant?"]
    assert article.coverage.count() == 1
    assert told(client.post(NEW, {"headline": "LandSpace"})) == [("LandSpace", [f"add:{landspace.pk}:about"])]


def test_the_rows_of_the_form_count_and_not_those_that_are_saved(sign_in, firms):
    client, article = sign_in(EDITOR), make.article(body="<p>LandSpace and ispace.</p>")
    rows = {"coverage-TOTAL_FORMS": "1", "coverage-0-organization": str(firms[0].pk)}

    answer = client.post(named(article), {"body": article.body, **rows})

    assert [words for words, _choices in told(answer)] == ["ispace"]


def test_a_refusal_is_remembered_and_can_be_undone(sign_in, firms):
    client, article = sign_in(EDITOR), make.article(body="<p>LandSpace, and iSpace.</p>")
    posted, first = {"body": article.body}, f"not:{firms[0].pk}:LandSpace"

    for said in (first, first, "not:0:iSpace"):
        assert client.post(refuse(article), {"_named": said}).status_code == 200

    refused = article.refused_mentions.values_list("words_folded", "organization", "refused_by")
    assert sorted(refused, key=str) == [
        ("ispace", None, client.person.pk),
        ("landspace", firms[0].pk, client.person.pk),
    ]
    assert told(client.post(named(article), posted)) == []
    client.post(refuse(article), {"_named": first, "undo": "1"})
    assert [words for words, _choices in told(client.post(named(article), posted))] == ["LandSpace"]


@pytest.mark.parametrize("said", ["", "add:1:about", "not:x:words", "not:1:", "not"])
def test_what_is_no_refusal_is_not_there(sign_in, said):
    article = make.article()

    assert sign_in(EDITOR).post(refuse(article), {"_named": said}).status_code == 404


def test_an_organization_that_is_gone_is_passed_over(sign_in):
    article = make.article()

    assert sign_in(EDITOR).post(refuse(article), {"_named": "not:987654:LandSpace"}).status_code == 200
    assert not article.refused_mentions.exists()


def test_without_script_the_buttons_save_and_do_what_they_say(sign_in, firms):
    client, article = sign_in(EDITOR), make.article(body="<p>LandSpace, and iSpace.</p>")
    page = client.get(change(article)).text
    add, no = f"add:{firms[0].pk}:mentioned", "not:0:iSpace"
    assert f'name="_named" value="{add}"' in page
    assert f'name="_named" value="{no}"' in page

    for value in (add, no):
        assert save(client, article, "_named", value, deck="A deck.").url == change(article)

    assert list(article.coverage.values_list("organization", "role")) == [(firms[0].pk, "mentioned")]
    assert article.revisions.get(number=2).summary == "Deck, firms in this article"
    assert article.refused_mentions.get().words == "iSpace"
    assert 'value="add:' not in client.get(change(article)).text


def test_what_is_refused_in_a_new_article_is_stored_with_it(sign_in, firms):
    client = sign_in(EDITOR)
    new = {**typed(client.get(ADD)), "headline": "New", "body": "<p>LandSpace.</p>"}
    said = f"not:{firms[0].pk}:LandSpace"

    assert told(client.post(NEW, {**new, "_named": said})) == []
    client.post(ADD, {**new, "_named": [said, "nonsense", "add:x:y"], "_continue": "1"})

    [stored] = firms[0]._meta.apps.get_model("articles", "RefusedMention").objects.all()
    assert (stored.article.headline, stored.organization, stored.words) == ("New", firms[0], "LandSpace")
    assert not ArticleCoverage.objects.exists()


def test_names_without_a_record_lead_to_a_form_that_has_them_for_who_may_add_one(sign_in, db):
    text = (
        "<p>The chips of Loongson Technology flew, and nobody had seen a chip like it before that day.</p>"
        * 3
    )
    rocket = (
        "<p>What the Long March has carried was heavier than all that anybody had sent up before.</p>" * 3
    )
    make.organization("Maker", vehicles=["Long March 6A"])
    add = f"{reverse('admin:firms_organization_add')}?name=Loongson+Technology"

    of_editor = sign_in(EDITOR).post(NEW, {"body": text + rocket}).json()["no_record"]
    of_contributor = sign_in(CONTRIBUTOR).post(NEW, {"body": text}).json()["no_record"]

    assert of_editor == [{"says": "No record yet: Loongson Technology, 3 times", "url": add}]
    assert [name["url"] for name in of_contributor] == [""]


def test_who_is_named_and_not_covered_is_said_before_it_goes_out(sign_in, firms):
    article = make.article(body="<p>LandSpace, and iSpace.</p>")
    said = "Named in the text and not among the firms: LandSpace<"

    client = sign_in(EDITOR)

    assert said in client.get(change(article)).text
    assert said in client.get(step(article, "publish")).text
    article.coverage.create(organization=firms[0])
    assert "not among the firms" not in client.get(step(article, "publish")).text


def test_words_that_fold_to_many_more_are_refused_once_and_forgotten(sign_in):
    article, said = make.article(), "not:0:" + "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 100
    client = sign_in(EDITOR)

    for _again in range(2):
        assert client.post(refuse(article), {"_named": said}).status_code == 200
    assert article.refused_mentions.count() == 1

    client.post(refuse(article), {"_named": said, "undo": "1"})
    assert not article.refused_mentions.exists()
