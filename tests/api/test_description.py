"""The description in OpenAPI 3.1, and whether the API keeps to it: what it allows is answered, all else refused."""

import json
import re

import jsonschema_rs
import pytest
import schemathesis
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

from spacenews.api import openapi
from spacenews.wsgi import application
from tests.api.conftest import LISTS

EXAMPLES = 8  # of each address and mode
pytestmark = pytest.mark.django_db


@pytest.fixture
def description():
    return openapi.description()


def test_the_description_is_told_as_it_is_made(client, description):
    assert client.get(reverse("api-description")).json() == description


def test_every_list_and_record_is_described_with_every_answer(description):
    operations = {path: operation["get"] for path, operation in description["paths"].items()}

    assert len(operations) == 1 + 2 * len(LISTS)
    assert len({operation["operationId"] for operation in operations.values()}) == len(operations)
    for path, operation in operations.items():
        expected = {"200", "304", "400", "405", "429", "503"}
        expected |= {"404"} if "{" in path else set()
        expected |= {"301"} if "{slug}" in path else set()
        expected |= {"410"} if "{year}" in path else set()
        assert operation["responses"].keys() == expected
        assert re.findall(r"{(\w+)}", path) == [
            p["name"] for p in operation["parameters"] if p["in"] == "path"
        ]


def test_every_schema_is_one_and_every_reference_leads_somewhere(description):
    schemas = description["components"]["schemas"]
    named = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(description)))

    for schema in schemas.values():
        jsonschema_rs.meta.validate(schema)
    for operation in description["paths"].values():
        for parameter in operation["get"]["parameters"]:
            jsonschema_rs.meta.validate(parameter["schema"])
    assert named == schemas.keys()


@pytest.mark.usefixtures("keeping")
@pytest.mark.parametrize("mode", GenerationMode, ids=lambda mode: mode.value)
def test_the_api_answers_what_it_allows_and_refuses_the_rest(description, records, mode):
    described = schemathesis.openapi.from_dict(description)
    described.app = application

    operations = [found.ok() for found in described.exclude(path=reverse("api")).get_all_operations()]
    for operation in operations:  # but the index, which has no parameter
        ask(operation, mode)
    assert len(operations) == 2 * len(LISTS)


def ask(operation, mode: GenerationMode) -> None:
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=HealthCheck,
    )
    @given(operation.as_strategy(generation_mode=mode))
    def asked(case):
        """Whatever the description does not allow is raised."""
        case.call_and_validate(headers={"Accept-Encoding": "identity"})

    asked()
