"""Short articles told from launch records, in three languages; the words are ours, the facts the records'."""

import datetime as dt
import re
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

CHINESE = {
    "CASC",
    "i-Space",
    "ExPace",
    "Galactic Energy",
    "LandSpace",
    "CAS Space",
    "China Rocket",
    "OneSpace",
}
FIRMS = {
    "CASC": "casc",
    "i-Space": "ispace-cn",
    "ExPace": "expace",
    "Galactic Energy": "galactic-energy",
    "LandSpace": "landspace",
    "CAS Space": "cas-space",
    "China Rocket": "china-rocket",
    "SpaceX": "spacex",
    "Rocket Lab": "rocket-lab",
    "Firefly": "firefly",
    "NASA": "nasa",
    "JAXA": "jaxa",
    "ISRO": "isro",
    "Chang Guang Satellite": "chang-guang",
    "Planet Labs": "planet",
    "Spire Global": "spire",
    "ICEYE": "iceye",
    "AST SpaceMobile": "ast-spacemobile",
    "Spacety": "spacety",
    "Astroscale": "astroscale",
    "Geespace": "geespace",
    "GalaxySpace": "galaxyspace",
}
NUMBERS = dict(zip("0123456789", "〇一二三四五六七八九", strict=True)) | {"11": "十一"}
STEMS = dict(zip("ABCD", "甲乙丙丁", strict=True))
IN_CHINESE = {
    "Hyperbola": "双曲线",
    "Kuaizhou": "快舟",
    "Ceres": "谷神星",
    "Yaogan": "遥感",
    "Gaofen": "高分",
    "Jilin": "吉林",
    "Shiyan": "试验",
    "Fengyun": "风云",
    "Tianzhou": "天舟",
    "Shenzhou": "神舟",
    "ChinaSat": "中星",
    "Tianhe": "天和核心舱",
    "Tianlian": "天链",
    "Shijian": "实践",
    "HaiYang": "海洋",
    "Tianhui": "天绘",
    "Tiantong": "天通",
    "Jiuquan": "酒泉",
    "Xichang": "西昌",
    "Taiyuan": "太原",
    "Wenchang": "文昌",
    "CASC": "航天科技集团",
    "i-Space": "星际荣耀",
    "ExPace": "航天科工火箭",
    "Galactic Energy": "星河动力",
}
PURPOSES = {
    "Communications": ("komunikasi", "通信"),
    "Earth observation": ("pengamatan Bumi", "对地观测"),
    "Reconnaissance": ("pengintaian", "侦察"),
    "Technology demonstration": ("uji teknologi", "技术试验"),
    "Navigation": ("navigasi", "导航"),
    "Meteorology": ("meteorologi", "气象"),
    "Space logistics": ("logistik stasiun antariksa", "空间站货运"),
    "ISS logistics": ("logistik stasiun antariksa", "空间站货运"),
    "IoT": ("internet untuk segala", "物联网"),
    "Space station assembly": ("perakitan stasiun antariksa", "空间站建造"),
}
PAYLOAD = ("Payload", "Operator", "Function", "Orbit", "Outcome")
LONG_MARCH = re.compile(r"Long March (\d+)([A-Z]?)(?:/[A-Z])?")
CODED = re.compile(r"(Hyperbola|Kuaizhou|Ceres|Jilin)[- ](\d)([A-Z]?)")


class Payload(NamedTuple):
    name: str
    operator: str
    purpose: str
    orbit: str
    outcome: str


@dataclass(frozen=True)
class Flight:
    at: dt.datetime
    rocket: str
    number: str
    site: str
    provider: str
    notes: str
    payloads: tuple[Payload, ...]

    @property
    def has_failed(self) -> bool:
        return "launch failure" in self.payloads[0].outcome.lower()

    @property
    def mission(self) -> str:
        return f" ({self.number})" if self.number else ""

    @property
    def is_first(self) -> bool:
        return bool(re.search(r"maiden|first flight of|first launch of", self.notes, re.IGNORECASE))

    @property
    def tags(self) -> tuple[str, ...]:
        return ("failures",) * self.has_failed + ("first flights",) * self.is_first

    @property
    def firms(self) -> tuple[str, ...]:
        owners = [self.provider, *(payload.operator for payload in self.payloads)]
        return tuple(dict.fromkeys(FIRMS[name] for name in owners if name in FIRMS))


def flight(record: dict) -> Flight | None:
    """Return what a record tells, or None where it is only the head of a month."""
    payloads = tuple(
        Payload(*(" ".join((row[key] or "").split()) for key in PAYLOAD)) for row in record["Payload"] or ()
    )
    if not payloads or not record["LaunchServiceProvider"]:
        return None
    names = ("Rocket", "FlightNumber", "LaunchSite", "LaunchServiceProvider", "Notes")
    at = dt.datetime.fromisoformat(record["Timestamp"]["Timestamp"])
    if at.year == 1:  # the record has no time
        return None
    return Flight(at, *(" ".join((record[name] or "").split()) for name in names), payloads)


def language_of(flight: Flight) -> str:
    if flight.at.year == 2022:
        return "en"
    return "zh-hans" if flight.provider in CHINESE else "id"


def told(flight: Flight, language: str) -> dict[str, str]:
    """Return headline, deck and body."""
    headline, deck, first = TELLERS[language](flight)
    rows = "".join(f"<li>{escape(', '.join(filter(None, row[:4])))}</li>" for row in flight.payloads)
    notes = f"<p>{escape(flight.notes)}</p>" if flight.notes and language == "en" else ""
    body = f"<p>{escape(first)}</p>{notes}<ul>{rows}</ul>"
    return {"language": language, "headline": headline[:200], "deck": deck, "body": body}


def cargo(flight: Flight) -> str:
    return " and ".join(payload.name for payload in flight.payloads[:2])


def in_english(flight: Flight) -> tuple[str, str, str]:
    verb = "fails with" if flight.has_failed else "launches"
    return (
        f"{flight.rocket} {verb} {cargo(flight)}{flight.mission}",
        f"The rocket of {flight.provider} left {flight.site} on {flight.at:%-d %B %Y}.",
        f"Payloads aboard: {len(flight.payloads)}.",
    )


def in_indonesian(flight: Flight) -> tuple[str, str, str]:
    cargo_of = cargo(flight).replace(" and ", " dan ")
    verb = "gagal mengantar" if flight.has_failed else "meluncurkan"
    purpose = PURPOSES.get(flight.payloads[0].purpose, (flight.payloads[0].purpose,))[0]
    return (
        f"Roket {flight.rocket} {verb} {cargo_of}{flight.mission}",
        f"Roket milik {flight.provider} lepas landas dari {flight.site}.",
        f"Peluncuran berlangsung pada {flight.at:%-d-%-m-%Y}. Muatannya {len(flight.payloads)} satelit, "
        f"antara lain untuk {purpose}.",
    )


def in_chinese(flight: Flight) -> tuple[str, str, str]:
    rocket, site, provider = (chinese(words) for words in (flight.rocket, flight.site, flight.provider))
    cargo_of = chinese(cargo(flight).replace(" and ", "和"))
    verb = "发射失利，未能送入" if flight.has_failed else "成功发射"
    purpose = PURPOSES.get(flight.payloads[0].purpose, ("", flight.payloads[0].purpose))[1]
    return (
        f"{rocket}运载火箭{verb}{cargo_of}{flight.mission}",
        f"{flight.at.year}年{flight.at.month}月{flight.at.day}日，{provider}的火箭从{site}起飞。",
        f"此次任务共搭载{len(flight.payloads)}颗卫星，主要用于{purpose}。",
    )


TELLERS = {"en": in_english, "id": in_indonesian, "zh-hans": in_chinese}


def chinese(words: str) -> str:
    """Return the names in a text as Chinese papers print them: Long March 2D is 长征二号丁."""
    words = LONG_MARCH.sub(lambda found: f"长征{numbered(found[1], found[2])}", words)
    words = CODED.sub(lambda found: f"{IN_CHINESE[found[1]]}{numbered(found[2], found[3])}", words)
    for name, sign in IN_CHINESE.items():
        words = words.replace(name, sign)
    return words


def numbered(number: str, letter: str) -> str:
    is_old = number in "234"
    return f"{NUMBERS.get(number, number)}号{STEMS.get(letter, letter) if is_old else letter}"
