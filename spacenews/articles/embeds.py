"""A small card of an article, which other sites show in a frame."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from spacenews.articles import article_page
from spacenews.firms.embeds import in_a_frame
from spacenews.pagecache import clock, marks

FIRMS = 3  # a frame is as high as it is: of an article on many more the card would be cut off


@marks.public
@in_a_frame
def article(request: HttpRequest, year: int, month: int, slug: str) -> HttpResponse:
    """Answer as the article's page does: where it is withdrawn, the frame says why."""
    now, path = clock.now(), f"{year:04d}/{month:02d}/{slug}"
    article_id, edition = article_page.addressed(path, now)
    if edition is None:
        said = {"withdrawn": True, "reason": article_page.last_reason(article_id, now)}
        return render(request, "embed/nothing.html", said, status=410)
    if edition.path != path:
        return redirect("embed-article", *edition.path.split("/"), permanent=True)
    covered = edition.coverage.filter(organization__public_from__lte=now).select_related("organization")
    firms = [row.organization for row in covered[:FIRMS]]
    context = {"edition": edition, "firms": firms, "canonical_url": edition.canonical}
    return render(request, "embed/article.html", context)
