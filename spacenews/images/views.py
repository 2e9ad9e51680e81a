from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from spacenews.images.formats import CONTENT_TYPES, SAFE_NAME, extension

ONE_YEAR_S = 365 * 24 * 3600


@require_safe
def media(request: HttpRequest, name: str) -> FileResponse:
    """Serve a stored file. Its type is told from our own table alone; what is not in it is only downloaded."""
    content_type = CONTENT_TYPES.get(extension(name))
    response = FileResponse(
        _opened(name),
        as_attachment=content_type is None,
        filename=name.rpartition("/")[2],
        content_type=content_type or "application/octet-stream",
    )
    response.headers["Cache-Control"] = f"public, max-age={ONE_YEAR_S}, immutable"
    request.META.pop("HTTP_ACCEPT_ENCODING", None)  # GZipMiddleware would pack pictures a second time
    return response


def _opened(name: str):
    if not SAFE_NAME.fullmatch(name):
        raise Http404
    try:
        return default_storage.open(name)
    except (FileNotFoundError, IsADirectoryError):
        raise Http404 from None
