import doctest
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacenews.search import text
from spacenews.search.text import Phrase

LANGUAGES = st.sampled_from(text.LANGUAGES)


def test_the_examples_of_the_module_hold():
    assert doctest.testmod(text).failed == 0


@pytest.mark.parametrize(
    ("words", "language", "held"),
    [
        ("Rockets launched, launching", "en", ["rocket", "launch", "launch"]),
        ("Peluncuran roket diluncurkan", "id", ["luncur", "roket", "luncur"]),
        ("Zhuque-3 and Zhuque3", "en", ["zhuqu", "3", "and", "zhuqu", "3"]),
        ("CZ-5B YF-100K", "en", ["cz", "5", "b", "yf", "100", "k"]),
        ("Société ŁÓDŹ Ørsted İstanbul", "zh-hans", ["societe", "lodz", "orsted", "istanbul"]),
        ("re\u0301sume\u0301", "zh-hans", ["resume"]),
        ("ＬａｎｄＳｐａｃｅ ３", "zh-hans", ["landspace", "3"]),
        ("China’s firms' rock'n'roll don’t", "zh-hans", ["china", "firms", "rocknroll", "dont"]),
        ("朱雀", "zh-hans", ["朱雀", "雀"]),
        ("朱", "zh-hans", ["朱"]),
        ("称‘人族一号’失败", "zh-hans", ["称", "人族", "族一", "一号", "号", "失败", "败"]),
        ("朱雀3号rocket", "zh-hans", ["朱雀", "雀", "3", "号", "rocket"]),
        ("インターステラ", "en", ["イン", "ンタ", "ター", "ース", "ステ", "テラ", "ラ"]),
        ("m² f¹² ①", "en", ["m", "2", "f", "12", "1"]),
        ("१२ ١٢", "en", ["12", "12"]),
        ("\x00 \ud800 \" ' - * ( ) : ^ \uff9e", "en", []),
    ],
)
def test_a_text_is_held_as(words, language, held):
    assert text.tokens(words, language) == held


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("launches", [Phrase(("launch",)), Phrase(("launches",))]),
        ("朱雀", [Phrase(("朱雀",))]),
        ("雀", [Phrase(("雀",), prefix=True)]),
        ("朱雀三号", [Phrase(("朱雀", "雀三", "三号"))]),
        ("朱雀3号", [Phrase(("朱雀", "雀", "3", "号"), prefix=True)]),
        ("朱雀 zhuque", [Phrase(("朱雀", "雀", "zhuqu")), Phrase(("朱雀", "雀", "zhuque"))]),
        ("?!", []),
    ],
)
def test_a_query_is_asked_as_each_language_would_hold_it(typed, asked):
    assert text.forms(typed) == asked


@given(st.text(), LANGUAGES)
def test_a_token_is_letters_and_digits_and_never_both(words, language):
    for token in text.tokens(words, language):
        assert re.fullmatch(r"[0-9a-z\x80-\U0010ffff]+", token)
        assert not re.search(r"\s", token)
        assert token.isascii() is False or token.isdigit() or token.isalpha()
        assert len(token.encode()) <= text.MAX_BYTES


@given(st.text(), LANGUAGES)
def test_each_token_has_its_place_in_the_text(words, language):
    found = text.located(words, language)

    assert [token.text for token in found] == text.tokens(words, language)
    assert all(0 <= token.start < token.end <= len(words) for token in found)
    assert [token.start for token in found] == sorted(token.start for token in found)


@given(st.text(), LANGUAGES)
def test_whatever_stands_in_a_text_is_found_by_typing_it(words, language):
    held = f" {' '.join(text.tokens(words, language))} "

    phrase = text.phrase(words, language)

    assert phrase is None if not held.strip() else phrase.needle in held


@given(st.text(min_size=1), st.text(min_size=1))
def test_case_and_width_change_nothing(words, more):
    typed = f"{words} {more}"

    assert text.words(text.fold(typed)) == text.words(text.fold(text.fold(typed)))


def test_threads_do_not_disturb_each_others_stems():
    words = [f"{stem}{ending}" for stem in ("launch", "orbit", "satellit") for ending in ("es", "ing", "ed")]
    alone = [text.stem(word, "en") for word in words]

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda word: text.stem(word, "en"), words * 200))

    assert together == alone * 200


def test_what_is_typed_fills_the_memory_only_so_far():
    text.kept.cache_clear()

    text.forms("箭" * 200)
    text.forms("x" * 200)

    assert text.kept.cache_info().currsize == 0
    assert text.kept.cache_info().maxsize * text.KEPT * 200 < 100_000_000, "bytes, 200 to a sign"
