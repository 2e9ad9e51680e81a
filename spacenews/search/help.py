"""What the help page of the search tells; each example is a search that works."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from spacenews.search.choice import Choice


@dataclass(frozen=True)
class Example:
    """A line as a reader types it, and what it finds."""

    typed: str
    finds: Promise
    html_lang: str = "en"

    @property
    def url(self) -> str:
        return Choice(self.typed).url()


@dataclass(frozen=True)
class Group:
    title: Promise
    text: Promise
    examples: tuple[Example, ...]


GROUPS = (
    Group(
        _("Words"),
        _(
            "All words count, in any order, wherever they stand: in headlines, main points, texts, "
            "names of firms and tags. Where few articles hold them all, some that lack one follow."
        ),
        (
            Example("reusable rocket", _("Articles that hold both words; one ending is as good as another.")),
            Example("Zhuque-3", _("A designation, however it is written: zhuque 3 finds the same.")),
        ),
    ),
    Group(
        _("Phrases and exclusions"),
        _("Quotation marks hold words together, a minus sign before a word keeps it out."),
        (
            Example('"New Glenn"', _("These two words, one behind the other.")),
            Example("rocket -failure", _("Rockets, but no article that speaks of a failure.")),
            Example('launch -"New Glenn"', _("Launches, without those two words.")),
        ),
    ),
    Group(
        _("Filters"),
        _(
            "A filter is a word, a colon and a value; names with a space stand in quotation marks. "
            "A minus sign turns it round. What is no filter is read as plain words."
        ),
        (
            Example("firm:landspace", _("Articles tied to a firm, by any of its names.")),
            Example("tag:failures", _("Articles with a tag.")),
            Example("section:launch", _("Articles of a section.")),
            Example("lang:id", _("Articles in a language: en, id or zh.")),
            Example("after:2026-08", _("Published since a year, month or day.")),
            Example("before:2026-08-15", _("Published before a year, month or day.")),
            Example(
                'methane firm:landspace -tag:"STAR Market" after:2025',
                _("Words, filters and exclusions go together."),
            ),
        ),
    ),
    Group(
        _("Any script"),
        _(
            "Case, accents and widths make no difference, and names are known in every script that is on record."
        ),
        (
            Example("蓝箭", _("A firm by a name in its own script; its card stands first."), "zh-Hans"),
            Example("kerja sama", _("Indonesian words, with their own endings."), "id"),
            Example("可回收火箭", _("Chinese, without spaces between the words."), "zh-Hans"),
        ),
    ),
    Group(
        _("Slips and beginnings"),
        _(
            "A word that no article holds may be a slip or a beginning. "
            "The page says what it has put right, and leads back to what was typed."
        ),
        (
            Example("zuque", _("One letter is missing: the results are those for zhuque.")),
            Example("constell", _("The last word may be the beginning of a longer one.")),
        ),
    ),
)
