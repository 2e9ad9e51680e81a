"""Tables and records to take away: CSV as RFC 4180 has it, which no spreadsheet takes for formulas, and JSON."""

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.utils.http import content_disposition_header

FORMULAS = tuple("=+-@\t\r\n＝＋－＠")  # what a spreadsheet may run a cell for that begins with it
LICENCE = "licence"


def licence() -> dict[str, str]:
    """Return under what the records may be used."""
    return {"name": settings.LICENCE_NAME, "url": settings.LICENCE_URL}


def attribution() -> str:
    """Return licence and publisher as they stand in a cell."""
    return f"{settings.LICENCE_NAME}, {settings.SITE_NAME}"


def dumped(told: Any) -> str:
    """Return JSON, compact, its words as they are written."""
    return json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))


def guarded(cell: Any) -> str:
    """Return what stands in a cell: a list on one line, nothing for None, words that a spreadsheet would run quoted.

    >>> guarded("=1+1"), guarded(-1), guarded(["launch", "satellites"]), guarded(None)
    ("'=1+1", '-1', 'launch; satellites', '')
    """
    match cell:
        case None:
            return ""
        case bool():
            return str(cell).lower()
        case dt.date():
            return cell.isoformat()
        case int() | float():
            return str(cell)
        case Decimal():
            return f"{cell:f}"
        case list() | tuple():
            cell = "; ".join(map(str, cell))
    text = str(cell)
    return f"'{text}" if text.startswith(FORMULAS) else text


def csv_answer(
    file_name: str, header: list[str], rows: Iterable[Iterable], licence: str = ""
) -> HttpResponse:
    """Answer with a file of rows; a licence stands at the end of each, as a row may be taken out of its table."""
    told = [licence] if licence else []
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([*header, LICENCE] if licence else header)
    writer.writerows([*map(guarded, row), *told] for row in rows)
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(True, file_name)
    return response


def json_answer(told: dict, licence: str | dict = "") -> HttpResponse:
    """Answer with JSON; a licence stands first."""
    whole = {LICENCE: licence, **told} if licence else told
    return HttpResponse(dumped(whole), content_type="application/json")
