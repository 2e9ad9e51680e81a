"""A text cut into what is compared: words, Chinese signs one by one, other signs; each with the space behind it."""

import re

TOKEN = re.compile(r"^\s+|(?:[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+(?:['’.,-][^\W_\u3400-\u9fff]+)*|\S)\s*")


def tokens(text: str) -> list[str]:
    return TOKEN.findall(text)
