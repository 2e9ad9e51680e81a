"""Rules that hold for every file of the repository."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

CODE = Path("spacenews")
TEMPLATES = sorted([*Path("templates").rglob("*"), *CODE.glob("*/templates/**/*")])
PAGES = [path for path in TEMPLATES if path.suffix in (".html", ".xml", ".txt", ".svg")]

# Where text may be called safe markup, and why it is.
MARK_SAFE_PLACES = {
    "spacenews/markup.py": "it has just been through the sanitiser",
    "spacenews/articles/models/edition.py": "stored cards and bodies: our templates and the sanitiser made them",
    "spacenews/articles/models/pieces.py": "stored pieces of pages: our templates made them",
    "spacenews/articles/full_text.py": "our own printed body, printed again with fewer elements, between our templates",
    "spacenews/firms/json_ld.py": "JSON in a script, in which <, > and & are written as escapes",
    "spacenews/firms/templatetags/facts.py": "an attribute that is written there",
    "spacenews/widgets.py": "stored fragments: our templates made them",
}
INLINE = re.compile(
    r"""<script(?![^>]*\bsrc=)(?![^>]*\btype="application/ld\+json")"""
    r"""|<style\b|\sstyle\s*=\s*["'{]|\son[a-z]+\s*=\s*["'{]|javascript:""",
    re.IGNORECASE,
)
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX)\b")
SOMEBODYS_FOLDER = re.compile(r"(?<![\w.])/(?:work|root|home)/")


def tracked() -> list[Path]:
    names = subprocess.run(["git", "ls-files", "-z"], capture_output=True, text=True, check=True).stdout
    return [Path(name) for name in names.split("\0") if name and Path(name).is_file()]


def lines_with(pattern: re.Pattern, paths: list[Path]) -> list[str]:
    found = []
    for path in paths:
        lines = path.read_text(errors="ignore").splitlines()
        found += [
            f"{path}:{number}: {line.strip()}" for number, line in enumerate(lines, 1) if pattern.search(line)
        ]
    return found


def test_no_template_holds_an_inline_script_or_style():
    assert lines_with(INLINE, PAGES) == []


@pytest.mark.parametrize(
    "markup",
    ["<script>", "<style>", '<p style="color: red">', "<a onclick='go()'>", '<a href="javascript:go()">'],
)
def test_inline_code_would_be_found(markup):
    assert INLINE.search(markup)


def test_text_is_called_safe_only_where_this_file_says_so():
    places = {str(path) for path in CODE.rglob("*.py") if calls_text_safe(path)}
    templates = lines_with(re.compile(r"\|\s*safe(?:seq)?\b|autoescape\s+off"), PAGES)

    assert places == set(MARK_SAFE_PLACES)
    assert templates == []


def calls_text_safe(path: Path) -> bool:
    """Find mark_safe(…), SafeString(…) and format_html of a template that is no literal."""
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Call(func=ast.Name(id="mark_safe" | "SafeString") | ast.Attribute(attr="mark_safe")):
                return True
            case ast.Call(func=ast.Name(id="format_html"), args=[first, *_]) if not isinstance(
                first, ast.Constant
            ):
                return True
    return False


def test_nothing_is_left_unfinished():
    assert (
        lines_with(UNFINISHED, [path for path in tracked() if path != Path(__file__).relative_to(Path.cwd())])
        == []
    )


def test_no_file_knows_the_folder_of_one_machine():
    assert lines_with(SOMEBODYS_FOLDER, tracked()) == []
