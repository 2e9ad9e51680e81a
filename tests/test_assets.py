import gzip
import json
import re
from pathlib import Path

import brotli
import pytest
from django.core.management import call_command
from django.template import Context, Template
from django_prose_editor.widgets import importmap

from spacenews import assets
from spacenews import settings as site_settings

SOURCES = Path("static")


@pytest.fixture(scope="module")
def collected(tmp_path_factory) -> Path:
    """Return a folder with all static files as production serves them."""
    from django.test import override_settings

    folder = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=folder, STORAGES=storages()):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder


@pytest.fixture
def production(collected, settings):
    settings.STATIC_ROOT = collected
    settings.STORAGES = storages()


def storages() -> dict:
    return {**site_settings.STORAGES, "staticfiles": {"BACKEND": "spacenews.assets.Storage"}}


def served(folder: Path, name: str) -> Path:
    """Return the one file that stands for a name."""
    manifest = json.loads((folder / "staticfiles.json").read_text())
    return folder / manifest["paths"][name]


def test_the_stylesheet_is_its_layers_in_their_order(collected):
    layers = [(SOURCES / name).read_text() for name in assets.LAYER_FILES]

    joined = served(collected, "css/site.css").read_text()

    assert without_addresses(joined) == without_addresses(assets.lean("\n".join(layers)))


def test_what_only_writers_read_is_left_out_of_the_stylesheet():
    css = "@layer base {\n  /* why\n     so */\n  a > b, p :hover { content: '/ '; inset: 0 auto }\n\n}\n"

    assert assets.lean(css) == "@layer base{a > b,p :hover{content:'/ ';inset:0 auto}}"


def test_no_string_of_ours_would_be_changed_by_that():
    css = assets.COMMENT.sub("", "".join((SOURCES / name).read_text() for name in assets.LAYER_FILES))

    assert [text for text in re.findall(r'"[^"]*"', css) if assets.SPACE_BESIDE_SIGN.search(text)] == []


def without_addresses(css: str) -> str:
    """Take out what a url(…) names: the hash of another file."""
    return re.sub(r"url\([^)]*\)", "url()", css)


@pytest.mark.parametrize(("ending", "open_it"), [(".br", brotli.decompress), (".gz", gzip.decompress)])
def test_compressed_copies_hold_the_same_bytes(collected, ending, open_it):
    plain = served(collected, "css/site.css")

    compressed = Path(f"{plain}{ending}").read_bytes()

    assert open_it(compressed) == plain.read_bytes()


def test_only_names_with_a_hash_are_served(collected):
    names = [path.name for path in collected.rglob("*") if path.is_file() and path.name != "staticfiles.json"]

    assert [name for name in names if not re.search(r"\.[0-9a-f]{12}(\.|$)", name)] == []


def test_collecting_again_gives_the_same_files(collected, production):
    before = {path: path.read_bytes() for path in collected.rglob("*.css")}

    call_command("collectstatic", interactive=False, verbosity=0)

    assert {path: path.read_bytes() for path in collected.rglob("*.css")} == before


def test_the_import_map_of_the_editor_leads_to_files_that_are_there(collected, production):
    imports = json.loads(re.search(r"\{.*\}", str(importmap), re.DOTALL)[0])["imports"]

    assert len(imports) == 2
    for address in imports.values():
        assert (collected / address.removeprefix("/static/")).is_file()


def test_pages_link_one_stylesheet_in_production(collected, production):
    address = served(collected, "css/site.css").name

    assert linked() == [f"/static/css/{address}"]


def test_pages_link_each_layer_while_one_develops():
    assert linked() == [f"/static/{name}" for name in assets.LAYER_FILES]


def linked() -> list[str]:
    page = Template("{% load assets %}{% site_css %}").render(Context())
    return re.findall(r'<link rel="stylesheet" href="([^"]+)">', page)
