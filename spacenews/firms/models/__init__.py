from spacenews.firms.models.changes import FactChange
from spacenews.firms.models.events import Cooperation, FundingRound, Milestone, Party
from spacenews.firms.models.figures import Answer, Claim, Dispute, Figure, FigureGroup
from spacenews.firms.models.network import Layout
from spacenews.firms.models.organizations import (
    FoundedAlternative,
    Identifier,
    Name,
    Organization,
    OrganizationSlug,
)
from spacenews.firms.models.sources import (
    Confidence,
    PublicQuerySet,
    Source,
    SourceAddress,
    SourceCheck,
    Sourced,
)
from spacenews.firms.models.tables import Import, ImportLine, Merger

__all__ = [
    "Answer",
    "Claim",
    "Confidence",
    "Cooperation",
    "Dispute",
    "FactChange",
    "Figure",
    "FigureGroup",
    "FoundedAlternative",
    "FundingRound",
    "Identifier",
    "Import",
    "ImportLine",
    "Layout",
    "Merger",
    "Milestone",
    "Name",
    "Organization",
    "OrganizationSlug",
    "Party",
    "PublicQuerySet",
    "Source",
    "SourceAddress",
    "SourceCheck",
    "Sourced",
]
