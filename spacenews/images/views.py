from django.core.files.base import File
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseNotFound
from django.views.decorators.http import require_safe

from spacenews.images.formats import CONTENT_TYPES, SAFE_NAME, extension

ONE_YEAR_S = 365 * 24 * 3600


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponse:
    """Serve a stored file, asking no database.

    Its type is told from our own table alone; what is not in it is only downloaded.
    """
    file = _stored(name)
    if file is None:
        return HttpResponseNotFound("There is no such file.", content_type="text/plain")
    content_type = CONTENT_TYPES.get(extension(name))
    response = FileResponse(
        file,
        as_attachment=content_type is None,
        filename=name.rpartition("/")[2],
        content_type=content_type or "application/octet-stream",
    )
    response.headers["ETag"] = f'"{name}"'  # its bytes never change: a new picture has a new name
    response.headers["Cache-Control"] = f"public, max-age={ONE_YEAR_S}, immutable"
    request.META.pop("HTTP_ACCEPT_ENCODING", None)  # GZipMiddleware would pack pictures a second time
    return response


def _stored(name: str) -> File | None:
    if not SAFE_NAME.fullmatch(name):
        return None
    try:
        return default_storage.open(name)
    except (FileNotFoundError, IsADirectoryError):
        return None
