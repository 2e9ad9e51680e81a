"""What the site says of itself, as Markdown, for tools and assistants."""

from django.http import HttpRequest, HttpResponse

from spacenews import markdown
from spacenews.markdown_of_html import markdown_of
from spacenews.pagecache import marks
from spacenews.pages.views import address_of, text_of


@marks.public
def page(request: HttpRequest, key: str) -> HttpResponse:
    text = text_of(key)
    said = markdown.document(markdown.heading(1, markdown.text(text.title)), markdown_of(text.body))
    return markdown.answer(said, address_of(text, key))
