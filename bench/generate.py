"""Articles made of lists of words and patterns of sentences, each always the same: `story(7)` on every machine.

Eight of ten are English, one Indonesian, one Chinese; a text has 500 to 700 words, or 1,000 signs.
"""

import random
import re
from dataclasses import dataclass

from bench.words import CHINESE, ENGLISH, INDONESIAN, NAMES, ROCKETS

SLOT = re.compile(r"\{(\w)\}")
TOPIC, SENTENCES_TO_A_PARAGRAPH = 6, 5

# N a noun, A an adjective, V a verb, R an adverb, P a name, C a code, F a firm, D a number
PATTERNS = {
    "en": [
        "The {A} {N} {V} the {N} of {F} {R}.",
        "In {P}, a {N} and a {N} share one {A} {N}, and the {N} {V} both.",
        "{F} {V} its {N} {R}, said {P} of the {N} {N}.",
        "For the {A} {N} that {P} {V}, {D} of {D} {N} units are {A}.",
        "When the {N} {V} a {N}, the {A} {N} is what {F} needs.",
        "It has been {D} days since {C} left the {N} at {P} with a {N} and an {A} {N}.",
        "A {N} which {V} the {N} has its own {A} {N}, its {N} and a {N} for {P}.",
        "The {N} of {C} is {A}: it {V} {R} and {V} the {N} with {D} parts.",
        "What the {N} will do for the {N} in {P} was not said.",
        "From {P} to {P} the {N} {V} more than {D} {A} loads by {N} and {N}.",
    ],
    "id": [
        "Para {N} di {P} {V} {N} yang {A} dengan {N} dan {N}.",
        "{F} {V} {N} {A} itu {R}, kata {P} dari {N} tersebut.",
        "Sebuah {N} {A} akan {V} {N} ke {N} pada {N} di {P}.",
        "Dalam {D} hari, {N} dari {C} {V} {N} dan {N} {A} untuk {N}.",
        "{N} yang {V} {N} adalah {N} {A} milik {F}.",
        "Dari {P} sampai {P}, {N} {R} {V} {D} {N} {A}.",
    ],
    "zh-hans": [
        "{F}的{A}{N}{R}{V}了{N}和{N}。",
        "在{P}，{N}与{N}共用一个{A}{N}，{N}也{V}{N}。",
        "{D}天之后，{C}的{N}{V}{N}，而{N}仍在{V}{A}{N}。",
        "据{F}介绍，{N}可以{V}{N}，{N}的{N}更加{A}。",
        "{N}和{N}的{N}已经{R}{V}。",
        "从{N}到{N}，{A}{N}{V}{D}次{N}。",
    ],
}
HEADLINES = {
    "en": ["{C} {V} the {A} {N} of {P}", "{P} {V} a {A} {N} for the {N}", "How {F} {V} the {N} at {P}"],
    "id": ["{P} {V} {N} {A} di {P}", "{C} dan {N} {A} untuk {N} {P}", "{F} {V} {N} {A}"],
    "zh-hans": ["{C}{V}{A}{N}和{N}", "{F}的{N}{V}{N}{N}", "{N}{N}：{P}的{A}{N}"],
}
WORDS = {"en": ENGLISH, "id": INDONESIAN, "zh-hans": CHINESE}
SENTENCES = {"en": (34, 48), "id": (45, 60), "zh-hans": (34, 44)}


@dataclass(frozen=True)
class Story:
    """What the generator makes of an article; `firms` are the ones that it is about."""

    number: int
    language: str
    headline: str
    deck: str
    points: list[str]
    paragraphs: list[str]
    firms: list[int]

    @property
    def body(self) -> str:
        return "".join(f"<p>{paragraph}</p>" for paragraph in self.paragraphs)

    @property
    def text(self) -> str:
        return " ".join(self.paragraphs)


def story(number: int, firms: list[str]) -> Story:
    """Return an article of a number; `firms` are the names that it may print, the often named first."""
    writer = Writer(number, firms)
    sentences = writer.write(writer.chance.choices(PATTERNS[writer.language], k=writer.length))
    starts = range(0, len(sentences), SENTENCES_TO_A_PARAGRAPH)
    paragraphs = [writer.space.join(sentences[at : at + SENTENCES_TO_A_PARAGRAPH]) for at in starts]
    (headline,) = writer.write([writer.chance.choice(HEADLINES[writer.language])])
    deck, *points = writer.write(writer.chance.choices(PATTERNS[writer.language], k=4))
    return Story(number, writer.language, headline, deck, points, paragraphs, writer.about)


class Writer:
    """Fills patterns for one article: half of its nouns are those of its topic."""

    def __init__(self, number: int, firms: list[str]):
        self.chance = random.Random(number)
        self.language = {8: "id", 9: "zh-hans"}.get(number % 10, "en")
        self.space = "" if self.language == "zh-hans" else " "
        self.length = self.chance.randint(*SENTENCES[self.language])
        self.words = WORDS[self.language]
        self.topic = self.words["N"].draw(self.chance, TOPIC)
        self.about = self.chance.sample(range(len(firms)), min(len(firms), self.chance.randint(1, 3)))
        self.firms = [firms[place] for place in self.about]
        self.code = f"{self.name(ROCKETS)}-{self.chance.randint(1, 9)}"

    def name(self, names) -> str:
        return names.draw(self.chance, 1)[0]

    def write(self, patterns: list[str]) -> list[str]:
        """Return sentences with their slots filled."""
        slots = [kind for pattern in patterns for kind in SLOT.findall(pattern)]
        drawn = {kind: iter(self.draw(kind, slots.count(kind))) for kind in set(slots)}
        filled = (SLOT.sub(lambda slot: next(drawn[slot[1]]), pattern) for pattern in patterns)
        return [sentence[:1].upper() + sentence[1:] for sentence in filled]

    def draw(self, kind: str, number: int) -> list[str]:
        chance = self.chance
        if kind == "N":
            drawn = self.words["N"].draw(chance, number)
            return [chance.choice(self.topic) if chance.random() < 0.5 else word for word in drawn]
        if kind == "C":
            return [self.code] * number
        if kind == "D":
            return [str(chance.randint(2, 4000)) for _ in range(number)]
        if kind == "F":
            return chance.choices(self.firms or NAMES.words, k=number)
        return (NAMES if kind == "P" else self.words[kind]).draw(chance, number)
