"""How a line of the log is written. Imports no app: the settings name it."""

import logging
import re

TOKEN = re.compile(r"(/draft/)[^/\s?#\"'<>]+")


class Line(logging.Formatter):
    """Writes no token of a shared draft: who may read the log may not therefore read the draft."""

    def format(self, record: logging.LogRecord) -> str:
        return TOKEN.sub(r"\1…", super().format(record))
