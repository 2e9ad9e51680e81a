"""A choice that nobody could have made in a browser is an error beside the field, not one of the site."""

import pytest

from tests import make
from tests.desk.pages import change, typed

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("forged", ["x", "9" * 30, "-1", "１"])
@pytest.mark.parametrize("name", ["lead", "tags", "original", "coverage-0-organization"])
def test_a_forged_choice_is_refused_and_what_was_typed_stays(sign_in, name, forged):
    article = make.article()
    client = sign_in("Editor")
    data = {**typed(client.get(change(article))), "coverage-TOTAL_FORMS": "1"}

    answer = client.post(change(article), {**data, name: forged, "headline": "Typed", "deck": ""})

    assert (answer.status_code, typed(answer)["headline"]) == (200, "Typed")
    assert article.revisions.count() == 1
