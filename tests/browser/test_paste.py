"""What is pasted into the editor, saved: the corpus of texts/paste/, each clipboard with what is to be stored of it."""

from django.db import transaction

from spacenews.articles.models import Article
from spacenews.markup import clean
from tests import make
from tests.browser import corpus
from tests.desk.pages import change

PASTE = """carried => {
  const clipboardData = new DataTransfer();
  for (const [type, data] of Object.entries(carried)) clipboardData.setData(type, data);
  const area = document.querySelector(".tiptap.ProseMirror");
  area.focus();
  area.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


def stored(page, article: Article, clipboard: dict[str, str]) -> str:
    """Paste into an empty text, save; return what the database holds."""
    page.wait_for_selector(".tiptap.ProseMirror")
    page.evaluate("document.querySelector('.tiptap').editor.commands.clearContent(true)")
    page.evaluate("() => { window.complain = () => console.error('it ran') }")
    page.evaluate(PASTE, clipboard)
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    return Article.objects.get(pk=article.pk).body


def test_what_is_stored_of_each_clipboard_is_what_the_corpus_expects(visit, editor):
    with transaction.atomic():
        article = make.article(body="")
    page = visit(change(article), editor)

    got = {case.name: stored(page, article, case.clipboard) for case in corpus.cases()}

    assert got == {case.name: case.expected for case in corpus.cases()}
    assert got == {name: clean(body) for name, body in got.items()}
    assert page.faults == []
    assert corpus.DOC.read_text() == corpus.document(got), "python -m tests.browser.corpus writes it anew"


COPY_AND_PASTE = """() => {
  const { editor } = document.querySelector(".tiptap.ProseMirror");
  const clipboardData = new DataTransfer();
  const happen = (name) =>
    editor.view.dom.dispatchEvent(new ClipboardEvent(name, { clipboardData, bubbles: true, cancelable: true }));
  editor.commands.focus();
  editor.commands.selectAll();
  happen("copy");
  editor.commands.clearContent(true);
  happen("paste");
  return document.getElementById("id_body").value;
}"""


def test_what_was_copied_in_the_editor_is_pasted_as_it_was(visit, editor):
    body = "\n".join(
        [
            '<p>It had <mark data-figure="7">over 1,300</mark> parts<mark data-footnote="1">So <em>they</em> say, <a '
            'href="https://example.org/">here</a>.</mark>.</p>',
            '<figure data-image="3" data-alt="A pad" data-credit="Ours"><figcaption>A caption</figcaption></figure>',
            '<blockquote class="pull"><p>Words of the text.</p></blockquote>',
            "<ul>\n<li>One<ul>\n<li>Inner</li>\n</ul></li>\n</ul>",
            '<table>\n<caption>By year</caption>\n<thead><tr><th scope="col">Year</th><th scope="col">Lost</th></tr>'
            "</thead>\n<tbody>\n<tr><td>2024</td><td>1</td></tr>\n</tbody>\n</table>",
            '<div data-series="5"></div>',
            "<p>The end.</p>",
        ]
    )
    with transaction.atomic():
        article = make.article(body=clean(body))
    page = visit(change(article), editor)
    page.wait_for_selector(".tiptap.ProseMirror")

    assert page.evaluate(COPY_AND_PASTE).split("\n") == body.split("\n")
    assert page.faults == []
