"""Compiled translations are committed, since a bare machine cannot compile: they must be the sources' own."""

import ast
import gettext
import re
import shutil
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.utils.translation.template import templatize
from django.utils.translation.trans_real import CONTEXT_SEPARATOR, translation

SOURCES = sorted(Path("spacenews").rglob("*.po"))
SINGLE = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
IN_CONTEXT = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}
CALL = re.compile(r"\b(?:n?pgettext|n?gettext|_)\((?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|\w+|[\s,])*\)")
PLACE = re.compile(r"%\(\w+\)[sd]|%[a-z](?![a-z])|{\w*}")


def catalogue(path: Path) -> dict:
    with path.open("rb") as compiled:
        return gettext.GNUTranslations(compiled)._catalog


@pytest.mark.parametrize("source", SOURCES, ids=str)
def test_the_committed_translation_is_what_its_source_compiles_to(source, tmp_path):
    if not shutil.which("msgfmt"):
        pytest.skip("msgfmt is not installed (on Debian: apt install gettext)")

    compiled = tmp_path / "compiled.mo"
    subprocess.run(["msgfmt", "--check-format", f"--output-file={compiled}", source], check=True)

    assert catalogue(source.with_suffix(".mo")) == catalogue(compiled)


@pytest.mark.parametrize("source", SOURCES, ids=str)
def test_every_message_is_translated(source):
    """What is new is marked fuzzy or left empty by makemessages: neither may stay."""
    head, *messages = source.read_text().split("\n\n")

    untranslated = [
        message for message in messages if message.rstrip().endswith(('msgstr ""', 'msgstr[0] ""'))
    ]
    doubtful = [message for message in messages if "#, fuzzy" in message]

    assert 'msgid ""' in head
    assert untranslated == []
    assert doubtful == []


def called(node: ast.AST) -> Iterator[str]:
    """Yield what a piece of code asks a translation of, as catalogues name it."""
    for call in ast.walk(node):
        if isinstance(call, ast.Call):
            name = getattr(call.func, "id", getattr(call.func, "attr", ""))
            words = [word.value for word in call.args if isinstance(word, ast.Constant)]
            if words and name in SINGLE | PLURAL:
                yield words[0]
            elif words and name in IN_CONTEXT:
                yield CONTEXT_SEPARATOR.join(words[:2])


def messages_of_template(source: str) -> set[str]:
    calls = CALL.finditer(templatize(source))
    return {message for call in calls for message in called(ast.parse(call[0]))}


def messages_of_templates() -> set[str]:
    sources = [path for path in Path("templates").rglob("*") if path.suffix in (".html", ".xml", ".txt")]
    return set().union(*(messages_of_template(path.read_text()) for path in sources))


def messages_of_modules() -> set[str]:
    trees = (ast.parse(path.read_text()) for path in Path("spacenews").rglob("*.py"))
    return {message for tree in trees for message in called(tree)}


def known(language: str) -> set[str]:
    """Return the messages of a language; those with plural forms are keyed by number too."""
    keys = translation(language)._catalog.keys()
    return {key[0] if isinstance(key, tuple) else key for key in keys}


@pytest.mark.parametrize("language", ["id", "zh-hans"])
def test_every_message_of_the_sources_has_a_translation(language):
    """What was never extracted is missing without a sign. Django's own words have theirs in Django."""
    assert (messages_of_templates() | messages_of_modules()) - known(language) == set()


def test_every_way_of_asking_for_a_translation_is_seen():
    template = """{% load i18n %}{% translate "One" %} {% translate "Two" context "of it" as two %} {{ _("Three") }}
        {% blocktranslate with a=b %}Four {{ a }}: 5 %{% endblocktranslate %}
        {% blocktranslate count n=n %}{{ n }} six{% plural %}{{ n }} sixes{% endblocktranslate %}
        <p data-words="{% translate "It's seven" %}">{% blocktranslate context "c" %}Eight{% endblocktranslate %}"""
    module = """_("a"), gettext_lazy("b"), ngettext("c", "cs", n), pgettext("of", "d"), npgettext("of", "e", "es", n)
translation.gettext("f"); _(variable)"""

    assert messages_of_template(template) == {
        *("One", "of it\x04Two", "Three", "Four %(a)s: 5 %%", "%(n)s six", "It's seven", "c\x04Eight"),
    }
    assert set(called(ast.parse(module))) == {"a", "b", "c", "of\x04d", "of\x04e", "f"}


@pytest.mark.parametrize("source", SOURCES, ids=str)
def test_a_translation_has_the_places_that_its_message_has(source):
    """A lost %(name)s is words lost; one too many is an error on the page."""
    messages = catalogue(source.with_suffix(".mo")).items()
    single = [(message, said) for message, said in messages if isinstance(message, str) and message]

    assert [message for message, said in single if places(message) != places(said)] == []


def places(text: str) -> list[str]:
    return sorted(PLACE.findall(text.replace("%%", "")))


@pytest.mark.parametrize("source", SOURCES, ids=str)
def test_one_form_is_enough_for_any_number(source):
    """Neither Indonesian nor Chinese has a plural: a second form would never be seen."""
    text = source.read_text()

    assert "nplurals=1; plural=0;" in text
    assert "msgstr[1]" not in text


SAID_BY_SCRIPT = re.compile(
    r"""(?:textContent|innerText|ariaLabel|placeholder|title) = ["'`][A-Za-z]|(?:alert|confirm)\(["'`]"""
)


@pytest.mark.parametrize("script", sorted(Path("static/js").glob("*.js")), ids=str)
def test_scripts_take_their_words_from_the_page(script):
    assert SAID_BY_SCRIPT.findall(script.read_text()) == []


NOT_WORDS = re.compile(
    r"{% blocktranslate.*?{% endblocktranslate %}|{% block (?:\w*class|coltype) %}.*?{% endblock.*?%}"
    r"|{#.*?#}|{%.*?%}|{{.*?}}",
    re.DOTALL,
)
WORD = re.compile(r"[A-Za-z]{2}")
ATTRIBUTE = re.compile(r"\w+=\".*")  # a tag of the template that held `>` has ended the element before it
SAME_EVERYWHERE = {"Ctrl", "Alt", "WhatsApp", "LinkedIn", "CSV", "JSON"}
THREE_LANGUAGES_AT_ONCE = {Path("templates/403_csrf.html"), Path("templates/500.html")}


class Words(HTMLParser):
    """Gathers what a page says in its text and in the attributes that are read out or shown."""

    SAID = {"alt", "aria-label", "label", "placeholder", "title"}

    def __init__(self, source: str):
        super().__init__()
        self.found: list[str] = []
        self.feed(NOT_WORDS.sub("", source))

    def handle_starttag(self, tag, attrs):
        self.found += [value for name, value in attrs if name in self.SAID and WORD.search(value or "")]

    def handle_data(self, data):
        if WORD.search(data) and not ATTRIBUTE.fullmatch(data.strip()):
            self.found.append(data.strip())


@pytest.mark.parametrize(
    "template", sorted(set(Path("templates").rglob("*.html")) - THREE_LANGUAGES_AT_ONCE), ids=str
)
def test_a_template_says_nothing_in_one_language_alone(template):
    assert set(Words(template.read_text()).found) - SAME_EVERYWHERE == set()


@pytest.mark.parametrize("markup", ["<p>Read</p>", '<p title="Read">{{ x }}</p>', "<p>{{ x }} by{# y #}</p>"])
def test_words_of_one_language_would_be_found(markup):
    assert Words(markup).found
