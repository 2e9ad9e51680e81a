"""How fast and how well organizations are found in a text: `python -m bench.mentions`. It reads no database.

15,000 names, those of the sample among them, against texts of 1,500 words in Latin and Han letters and in both.
"""

import gc
import os
import random
import time
from collections.abc import Callable, Iterator
from statistics import median

import django

NAMES, WORDS, RUNS = 15_000, 1_500, 40
MOST_MS = 25
SYLLABLES = ("nov", "ast", "ter", "hel", "lyr", "ori", "veg", "pol", "del", "qua", "zen", "ape", "com", "met")
ENDINGS = ("Space", "Aerospace", "Space Systems", "Satellite Technology Co., Ltd.", "Launch Services", "Labs")
SIGNS = "天地星河航宇银汉光云海山长远明新时空中科东方北南西华国"
TAILS = ("航天", "宇航", "空间", "科技有限公司", "卫星技术有限公司", "研究院", "大学")
PLAIN = """
    the rocket of a firm and its engine were tested on the stand before the launch in May when the wind from the sea
    had turned and all the crews of the range were waiting for the word of the director who counts the satellites
"""
PLAIN_HAN = "的火箭在发射场完成了试验并将于今年进入轨道而卫星由另一家公司制造"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spacenews.settings")
    django.setup()
    tell_speed()
    tell_quality()


def tell_speed() -> None:
    names = list(made_names())
    tell_speed_of(names, texts(names))


def tell_speed_of(names: list, bodies: dict[str, str]) -> None:
    from spacenews.articles.mentions.matcher import Matcher

    gc.collect()
    built_ms = cost_ms(lambda: Matcher(names))
    print(f"{len(names):,} names: built in {built_ms:.0f} ms\n")
    matcher = Matcher(names)
    for kind, body in bodies.items():
        costs = [cost_ms(lambda body=body: look(matcher, body)) for _ in range(RUNS)]
        made = look(matcher, body)
        print(
            f"{kind:6} {WORDS:,} words, {len(made):3} offers: {median(costs):5.1f} ms, at most {MOST_MS} wanted"
        )


def look(matcher, body: str) -> list:
    from spacenews.articles.mentions.offers import offers
    from spacenews.articles.mentions.reading import mentions
    from spacenews.articles.mentions.texts import pieces

    return offers(mentions(matcher, pieces("A headline of eight words about some rockets", "", (), body)))


def cost_ms(work: Callable) -> float:
    before = time.process_time()
    work()
    return (time.process_time() - before) * 1000


def made_names() -> Iterator[tuple[str, str, str]]:
    """Yield the names of the sample and made ones, of three of which one is in Han signs."""
    from bench.mentions_quality import shipped_names

    chance, shipped = random.Random(12), list(shipped_names())
    yield from shipped
    for number in range(NAMES - len(shipped)):
        first = "".join(chance.choices(SYLLABLES, k=3)).capitalize(), chance.choice(ENDINGS)
        signs = "".join(chance.choices(SIGNS, k=chance.randint(2, 4))) + chance.choice(TAILS)
        yield (
            (" ".join(first), "exact", f"firm-{number}")
            if number % 3
            else (signs, "always", f"firm-{number}")
        )


def texts(names: list[tuple[str, str, str]]) -> dict[str, str]:
    """Return bodies of so many words, in each of which a name stands about every thirty."""
    chance, plain = random.Random(7), PLAIN.split()
    latin = [text for text, _match, _slug in names if text.isascii()]
    han = [text for text, _match, _slug in names if not text.isascii()]
    in_latin = [chance.choice(latin) if n % 30 == 0 else chance.choice(plain) for n in range(WORDS)]
    in_han = [chance.choice(han) if n % 30 == 0 else chance.choice(PLAIN_HAN) for n in range(WORDS)]
    return {
        "Latin": paragraphs(" ".join(in_latin)),
        "Han": paragraphs("".join(in_han)),
        "mixed": paragraphs(" ".join(in_latin[: WORDS // 2]) + " " + "".join(in_han[: WORDS // 2])),
    }


def paragraphs(text: str, signs: int = 400) -> str:
    return "".join(f"<p>{text[place : place + signs]}</p>" for place in range(0, len(text), signs))


def tell_quality() -> None:
    from bench import mentions_quality as quality

    parts = {**quality.own_parts(), **quality.real_parts()}
    matcher = quality.shipped()
    found = quality.scores(matcher, parts)
    print(
        f"\n{'with the names of the sample':28} texts precision recall wrong  + questions: precision recall in vain"
    )
    for name, score in [*found.items(), ("own texts together", sum_of(found, quality.own_parts()))]:
        print(f"{name:28} {str(len(parts[name])) if name in parts else '':>5} {told(score)}")
    tell_kinds(matcher, [case for cases in quality.blind_parts().values() for case in cases])
    if quality.REAL.exists():
        tell_with_catalogue()
    else:
        print(f"The real texts are not in {quality.REAL}: only our own were looked at.")


def tell_with_catalogue() -> None:
    """Print the same with GCAT's table taken in and shown to nobody; its organizations are in no label."""
    from bench import mentions_quality as quality

    print("\nWith the names of GCAT's table, of records that readers do not see:")
    names = [*quality.shipped_names(), *quality.catalogue_names()]
    tell_speed_of(names, texts([name[:3] for name in names]))
    parts = quality.own_parts()
    for name, score in quality.scores(quality.with_catalogue(), parts).items():
        print(f"{name:28} {len(parts[name]):5} {told(score)}, {score.beside} of others")


def told(score) -> str:
    asked = (
        f"{score.precision_with_questions:22.3f} {score.recall_with_questions:6.3f} {score.asked_in_vain:7}"
    )
    return f"{score.precision:9.3f} {score.recall:6.3f} {score.wrong:5} {asked}"


def tell_kinds(matcher, cases: list) -> None:
    """Print the scores of what was written blind by language and by kind of text."""
    from bench import mentions_quality as quality

    print()
    for parted_by in ("language", "kind"):
        values = dict.fromkeys(getattr(case, parted_by) for case in cases)
        parts = {value: [case for case in cases if getattr(case, parted_by) == value] for value in values}
        for value, score in quality.scores(matcher, parts).items():
            print(f"blind: {value:21} {len(parts[value]):5} {told(score)}")


def sum_of(found: dict, names) -> object:
    first, *others = (found[name] for name in names)
    return sum(others, first)


if __name__ == "__main__":
    main()
