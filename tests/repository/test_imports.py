"""Imports point one way: what stands lower knows nothing of what stands above it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

CODE = Path("spacenews")
FLOOR = {"pagecache", "limits"}
ALLOWED = {
    "pagecache": set(),
    "limits": set(),
    "editors": FLOOR,
    "pages": FLOOR,
    "contact": FLOOR,
    "images": FLOOR,
    "firms": FLOOR | {"contact", "images"},
    "articles": FLOOR | {"contact", "images", "firms"},
    "websub": FLOOR | {"contact", "images", "firms", "articles"},
    "search": FLOOR | {"contact", "images", "firms", "articles"},
    "api": FLOOR | {"images", "firms", "articles", "search"},
    "stats": FLOOR | {"firms", "articles"},
}
ABOVE_ALL = {"admin", "blogger", "monday", "sample", "start", "urls", "wellknown", "widgets", "wsgi"}
READERS = [
    "articles/views*",
    "articles/article_page*",
    "articles/feed*",
    "articles/full_text*",
    "articles/sitemaps*",
    "articles/twins*",
    "articles/embeds*",
    "articles/oembed*",
    "articles/llms*",
    "firms/views*",
    "firms/network/*",
    "firms/directory/*",
    "firms/ownership*",
    "firms/twins*",
    "firms/embeds*",
    "firms/export*",
    "search/*",
    "api/*",
    "stats/*",
    "widgets.py",
    "blogger.py",
    "websub/*",
]
SEARCH = CODE / "search"
# What of search belongs to the desk: it may name working copies, and what readers are served by may not import it.
DESK_SEARCH = [
    SEARCH / "desk",
    SEARCH / "admin",
    SEARCH / "models" / "working.py",
    SEARCH / "models" / "curation.py",
    SEARCH / "migrations",
]

# What names the desk's search beside it: the desk's site, Django's registry of models, the signals, the command.
WIRING = {
    CODE / "admin.py",
    SEARCH / "apps.py",
    SEARCH / "models" / "__init__.py",
    SEARCH / "management" / "commands" / "reindex.py",
}
DESK_ONLY = ("spacenews.search.desk", "spacenews.search.admin", "spacenews.search.models.working")
WORKING_TABLES = ("working_entry", "working_words", "workingentry", "workingwords")


def imports(path: Path) -> Iterator[str]:
    """Yield the full name of whatever a file imports: `spacenews.firms.models.Name`."""
    package = path.with_suffix("").parts
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level] if node.level else ()
            yield from (".".join((*base, *filter(None, [node.module]), alias.name)) for alias in node.names)


def ours(path: Path) -> set[str]:
    """Return what a file imports directly below `spacenews`: an app, or a module beside the apps."""
    return {name.split(".")[1] for name in imports(path) if name.startswith("spacenews.")}


def apps() -> set[str]:
    return {path.parent.name for path in CODE.glob("*/apps.py")}


def test_every_app_has_its_place_in_the_order():
    assert apps() - ABOVE_ALL == set(ALLOWED)


@pytest.mark.parametrize("app", ALLOWED)
def test_an_app_imports_only_what_stands_below_it(app):
    forbidden = (apps() | ABOVE_ALL) - ALLOWED[app] - {app}

    upward = {str(path): found for path in (CODE / app).rglob("*.py") if (found := ours(path) & forbidden)}

    assert upward == {}


def test_a_module_beside_the_apps_imports_none_of_them():
    modules = [path for path in CODE.glob("*.py") if path.stem not in ABOVE_ALL]

    upward = {str(path): found for path in modules if (found := ours(path) & (apps() | ABOVE_ALL) - {"wsgi"})}

    assert upward == {}


def test_what_readers_are_served_by_cannot_name_a_working_copy():
    files = [path for pattern in READERS for path in public_files(pattern)]

    naming = [str(path) for path in files if names_article(path)]

    assert files
    assert naming == []


def test_nothing_but_the_desk_reaches_the_search_of_the_desk():
    files = [path for path in public_files("**/*.py") if path not in WIRING]

    reaching = {str(path): found for path in files if (found := desk_names(path))}

    assert SEARCH / "views.py" in files
    assert reaching == {}


def desk_names(path: Path) -> list[str]:
    """Return how a file reaches the desk's index: by an import, or by a table's or a relation's name."""
    imported = [name for name in imports(path) if name.startswith(DESK_ONLY)]
    words = [name for node in ast.walk(ast.parse(path.read_text())) for name in spelled(node)]
    return imported + [word for word in words if any(table in word.lower() for table in WORKING_TABLES)]


def spelled(node: ast.AST) -> list[str]:
    """Return what a piece of code names or says."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name) | ast.keyword(arg=str(name)):
            return [name]
        case ast.Constant(value=str(words)):
            return [words]
    return []


def public_files(pattern: str) -> list[Path]:
    found = [
        path for match in CODE.glob(pattern) for path in ([match] if match.is_file() else match.rglob("*.py"))
    ]
    return [path for path in found if path.suffix == ".py" and not is_of_the_desk(path)]


def is_of_the_desk(path: Path) -> bool:
    return any(path == place or place in path.parents for place in DESK_SEARCH)


def names_article(path: Path) -> bool:
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Name(id="Article") | ast.Attribute(attr="Article") | ast.alias(name="Article"):
                return True
            case ast.Constant(value="Article" | "articles.Article" | "articles.article"):
                return True
    return False
