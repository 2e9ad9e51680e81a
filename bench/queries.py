"""What readers of generated articles might type, by class: made of what stands in them, always the same."""

import random
import re
from collections.abc import Callable, Iterator

from bench.generate import Story, story
from bench.words import ENGLISH, NAMES, NOUNS, listed

A_CLASS = 20
NOWHERE = ("qzxvkwj", "wyxqpt", "jjkqzzv", "xqvbnmw", "pfqxzj")
CODE = re.compile(r"([A-Z]\w+)-(\d)")
ACCENTS = str.maketrans({"é": "e", "ö": "o", "ú": "u"})


class Asker:
    """Makes queries out of one article."""

    def __init__(self, made: Story, firms: list):
        self.made, self.firms = made, firms
        self.chance = random.Random(made.number * 31 + 7)

    def words(self, longer: int = 6) -> list[str]:
        """Return the words of the text in their order, long ones alone."""
        return [word.strip(".,") for word in self.made.text.split() if len(word.strip(".,")) >= longer]

    def word(self, longer: int = 6) -> str:
        return self.chance.choice(self.words(longer))

    def common(self) -> str:
        return self.chance.choice(NOUNS[:25])

    def headline(self) -> str:
        return self.made.headline

    def topic(self) -> str:
        return self.chance.choice(NOUNS[30:])

    def several_words(self) -> str:
        return " ".join(self.chance.sample(self.words(), self.chance.choice((3, 4))))

    def stems(self) -> str:
        return (
            f"{self.chance.choice(NOUNS)}s {self.chance.choice(['launching', 'tested', 'delayed', 'orders'])}"
        )

    def typos(self) -> str:
        word = self.chance.choice([*NOUNS, *NAMES.words[:200]])
        place = self.chance.randrange(1, len(word))
        return word[:place] + word[place + 1 :]

    def prefixes(self) -> str:
        return f"{self.common()} {self.word(8)[:5]}"

    def phrases(self) -> str:
        words = self.made.text.split()
        place = self.chance.randrange(len(words) - 3)
        return '"{} {} {}"'.format(*(word.strip(".,") for word in words[place : place + 3]))

    def exclusions(self) -> str:
        return f"{self.topic()} -{self.common()}"

    def names(self) -> str:
        names = [name.text for firm in self.firms for name in firm.names.all()]
        return self.chance.choice([*names, *(firm.name for firm in self.firms)])

    def chinese(self) -> str:
        text, size = self.made.text, self.chance.randint(2, 6)
        place = self.chance.randrange(len(text) - size)
        return text[place : place + size]

    def indonesian(self) -> str:
        return f"{self.word()} {self.word()}"

    def accents(self) -> str:
        return self.chance.choice(
            [name for name in NAMES.words if name.translate(ACCENTS) != name]
        ).translate(ACCENTS)

    def codes(self) -> str:
        name, number = self.chance.choice(CODE.findall(self.made.text) or [("Kalix", "3")])
        return self.chance.choice([f"{name}-{number}", f"{name} {number}", f"{name}{number}".lower()])

    def filters(self) -> str:
        firm = self.chance.choice(self.firms).slug
        year = self.chance.randint(2014, 2024)
        word = self.topic()
        return self.chance.choice(
            [
                f"{word} firm:{firm}",
                f"{word} after:{year}",
                f"{word} before:{year} lang:en",
                f"lang:id {word}",
            ]
        )

    def rare_word(self) -> str:
        return self.chance.choice(ENGLISH["N"].words[3000:])

    def nothing_found(self) -> str:
        return f"{self.chance.choice(NOWHERE)} {self.chance.choice(NOWHERE)}"

    def relaxed(self) -> str:
        return " ".join(self.chance.sample(ENGLISH["N"].words[1000:], 4))


CLASSES: dict[str, tuple[Callable[[Asker], str], str]] = {
    "headline": (Asker.headline, "en"),
    "topic": (Asker.topic, "en"),
    "several words": (Asker.several_words, "en"),
    "stems": (Asker.stems, "en"),
    "typos": (Asker.typos, "en"),
    "prefixes": (Asker.prefixes, "en"),
    "phrases": (Asker.phrases, "en"),
    "exclusions": (Asker.exclusions, "en"),
    "names": (Asker.names, "en"),
    "Chinese": (Asker.chinese, "zh-hans"),
    "Indonesian": (Asker.indonesian, "id"),
    "accents": (Asker.accents, "en"),
    "codes": (Asker.codes, "en"),
    "filters": (Asker.filters, "en"),
    "common word": (Asker.common, "en"),
    "rare word": (Asker.rare_word, "en"),
    "nothing found": (Asker.nothing_found, "en"),
    "relaxed": (Asker.relaxed, "en"),
}
NUMBERS = {"en": 0, "id": 8, "zh-hans": 9}  # the last digit of an article of the language


def queries(size: int, firms: list) -> Iterator[tuple[str, list[str]]]:
    """Yield each class with its queries for a site of so many articles about these firms."""
    for name, (ask, language) in CLASSES.items():
        chance = random.Random(name)
        numbers = [chance.randrange(size // 10) * 10 + NUMBERS[language] for _ in range(A_CLASS)]
        yield name, [ask(Asker(story(number, [firm.name for firm in firms]), firms)) for number in numbers]


PIECES = [
    *'"-*:()^+\\%_&|!{};\x00\n\u3000\u200b\ud800🚀ß箭朱',
    *listed("AND OR NOT NEAR( title: rowid: firm: tag: section: lang:en after:2020 before:2021 -1 <-> -- /*"),
    *NOUNS[:30],
    *(
        "公司",
        "火箭发射",
        "a" * 300,
        "箭" * 300,
        "x1" * 100,
        '"' * 99,
        "tag:" * 60,
        "-" * 200,
        "a b c d " * 25,
    ),
]


def hostile_lines(number: int) -> Iterator[str]:
    """Yield lines that nobody means: operators, quotes, controls, common words, with and without spaces."""
    for seed in range(number):
        chance = random.Random(seed)
        pieces = chance.choices(PIECES, k=chance.randint(1, 20))
        yield chance.choice(["", " ", ' "', " -"]).join(pieces)
