"""What a drawing is made of, and what is said around it."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spacenews.firms.amounts import Measure, amount
from spacenews.firms.charts.scales import Scale
from spacenews.firms.models import Figure
from spacenews.firms.partial_dates import label
from spacenews.firms.series import Series

TOP, BASE, HEIGHT = 44, 230, 268  # px
LETTERS, TONES = "ABCD", ("s0", "s1", "s2", "s3")
DOUBTFUL, OLD, ANY = "doubtful", "old", "any"
NARROWEST = 328  # px: a drawing on the smallest screens, for which labels are kept apart
SIGN, LINE = 6.5, 15  # px: the width of a sign of a label, the height of its line


@dataclass
class Value:
    """A figure in a drawing, with the place of its series among those that are drawn together."""

    figure: Figure
    place: int = 0

    @property
    def tone(self) -> str:
        if self.figure.superseded_by:
            return OLD
        return DOUBTFUL if self.figure.confidence == "low" else TONES[self.place % len(TONES)]

    @property
    def title(self) -> str:
        """All that is known of it, for whoever points at it."""
        figure = self.figure
        said = figure.metric, figure.scope, figure.get_kind_display(), figure.source.publisher
        return f"{label(figure.period) or _('no year given')}: {amount(figure)} ({', '.join(map(str, said))})"


@dataclass
class Chart:
    """One drawing. `bars`, `points`, `lines` and `rows` are dictionaries of places, as the template names them."""

    form: str
    id: str
    title: str
    how: str
    summary: str
    kinds: list[dict]
    names: list[dict]
    tones: list[str]
    sources: list
    is_small: bool = False
    height: int = HEIGHT
    base: int = BASE
    grid: list[dict] = field(default_factory=list)
    bars: list[dict] = field(default_factory=list)
    lines: list[dict] = field(default_factory=list)
    points: list[dict] = field(default_factory=list)
    labels: list[dict] = field(default_factory=list)
    ticks: list[dict] = field(default_factory=list)
    brackets: list[dict] = field(default_factory=list)
    differ: list[dict] = field(default_factory=list)


@dataclass
class Drawing:
    """What is drawn together: values of one unit, of at most four series, on one scale."""

    id: str
    series: list[Series]
    values: list[Value]
    scale: Scale
    measure: Measure
    is_small: bool = False

    def chart(self, form: str, how: str, **places) -> Chart:
        figures = [value.figure for value in self.values]
        return Chart(
            form=form,
            id=self.id,
            title=title(self.series),
            how=" ".join([how, *self._hints(figures)]),
            summary=_summary(title(self.series), figures),
            kinds=_kinds(figures),
            names=self._names(form),
            tones=self._tones(),
            sources=list({source.pk: source for figure in figures for source in figure.sources}.values()),
            is_small=self.is_small,
            **places,
        )

    def letter(self, value: Value) -> str:
        """Return what stands for a series where there are several: colour alone would tell some readers nothing."""
        return LETTERS[value.place] if len(self.series) > 1 else ""

    def _names(self, form: str) -> list[dict]:
        if len(self.series) == 1 or form == "list":
            return []
        names = zip(LETTERS, TONES, apart(self.series), strict=False)
        return [{"letter": letter, "tone": tone, "name": capfirst(name)} for letter, tone, name in names]

    def _tones(self) -> list[str]:
        """Return the tones, first that of the key: none of the values' where these have several."""
        tones = list(dict.fromkeys(value.tone for value in self.values))
        return [ANY, *tones] if len(tones) > 1 else tones

    def _hints(self, figures: list[Figure]) -> list[str]:
        """Return what else has to be known to read it: only what is true of these values."""
        tones = {value.tone for value in self.values}
        hints = {
            self.measure.unit and _("In %(unit)s.") % {"unit": self.measure.unit}: bool(self.measure.unit),
            _("Rounded; the table has each value as printed."): any(
                map(self.measure.rounds, (figure.value for figure in figures))
            ),
            _("Logarithmic scale: each line is ten times the one before."): self.scale.is_log,
            _("Orange: doubtful."): DOUBTFUL in tones,
            _("Struck through: superseded by a newer value."): OLD in tones,
            _("Each drawing has a scale of its own."): self.is_small,
        }
        return [hint for hint, is_true in hints.items() if is_true]


class Room:
    """Where labels stand already, on the narrowest screen: one that would cover another is left out."""

    def __init__(self):
        self.taken: list[tuple[float, float, float]] = []

    def take(self, x: Decimal | float, y: float, text: str) -> bool:
        """Take the room of a label around its middle; False where another stands."""
        middle, half = float(x) * NARROWEST / 100, len(text) * SIGN / 2
        if any(
            abs(y - at) < LINE and middle - half < end and begin < middle + half
            for begin, end, at in self.taken
        ):
            return False
        self.taken.append((middle - half, middle + half, y))
        return True


def y_of(scale: Scale, value: Decimal) -> int:
    return BASE - round((BASE - TOP) * scale.part(value))


def grid(drawing: Drawing) -> list[dict]:
    return [
        {"y": y_of(drawing.scale, line), "label": drawing.measure.words(line)} for line in drawing.scale.lines
    ]


def title(series: list[Series]) -> str:
    """Return what is counted where, what several share said once."""
    if len({one.scope for one in series}) == 1:
        return f"{series[0].scope}: {', '.join(dict.fromkeys(one.metric for one in series))}"
    return "; ".join(dict.fromkeys(apart(series)))


def apart(series: list[Series]) -> list[str]:
    """Return the shortest names that tell series of one drawing from each other."""
    if len({one.metric for one in series}) == len(series):
        return [one.metric for one in series]
    if len({one.scope for one in series}) == len(series):
        return [one.scope for one in series]
    return [f"{one.metric}, {one.scope}" for one in series]


def _kinds(figures: list[Figure]) -> list[dict]:
    present = {figure.kind for figure in figures}
    return [{"kind": kind.value, "label": kind.label} for kind in Figure.Kind if kind.value in present]


def _summary(name: str, figures: list[Figure]) -> str:
    """Say every value with its kind: what a drawing tells who cannot see it."""
    count = ngettext("%(n)s value", "%(n)s values", len(figures)) % {"n": len(figures)}
    said = (
        f"{label(figure.period) or _('no year given')}: {amount(figure)} ({figure.get_kind_display()})"
        for figure in figures
    )
    return f"{name}, {count}. {'; '.join(said)}."
