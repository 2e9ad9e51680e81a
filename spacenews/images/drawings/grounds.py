"""The six grounds on which a drawing stands, each with the colours that go with it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Ground:
    """Colours by what they are for; `signal` is used for one thing in each drawing."""

    base: str  # the ground itself
    deep: str  # where its one soft gradient goes
    body: str  # a planet, a globe
    shade: str  # its side away from the light
    line: str  # hairlines and marks that carry the picture
    soft: str  # hairlines behind them
    glow: str  # light: atmosphere, sun
    signal: str


GROUNDS = {
    "night": Ground(
        base="#0B1322",
        deep="#04070E",
        body="#1D3157",
        shade="#050912",
        line="#F4EFE4",
        soft="#8FA6CC",
        glow="#7FA4E0",
        signal="#FF5A1F",
    ),
    "paper": Ground(
        base="#ECE5D6",
        deep="#DBD1BC",
        body="#CDC2AA",
        shade="#B0A387",
        line="#18233C",
        soft="#7C7668",
        glow="#FBF8F1",
        signal="#E2400A",
    ),
    "ember": Ground(
        base="#C93A0A",
        deep="#A02904",
        body="#E2622C",
        shade="#8E2303",
        line="#FFEBD8",
        soft="#F6B48C",
        glow="#FFC79C",
        signal="#14181F",
    ),
    "ocean": Ground(
        base="#0F4A59",
        deep="#07303D",
        body="#155767",
        shade="#06303B",
        line="#F3F6F0",
        soft="#7FB4BC",
        glow="#8FD0D6",
        signal="#FF5A1F",
    ),
    "ochre": Ground(
        base="#D8A545",
        deep="#C18A26",
        body="#B98323",
        shade="#8A5E12",
        line="#271B07",
        soft="#7D5A18",
        glow="#F6DFA4",
        signal="#B3240F",
    ),
    "dusk": Ground(
        base="#2B2147",
        deep="#171030",
        body="#3B2E63",
        shade="#150E2B",
        line="#F4EFF6",
        soft="#9C8FC2",
        glow="#A796DC",
        signal="#FF5A1F",
    ),
}
