from spacenews.firms.models.events import Cooperation, FundingRound, Milestone, Party
from spacenews.firms.models.figures import Answer, Claim, Dispute, Figure, FigureGroup
from spacenews.firms.models.organizations import (
    FoundedAlternative,
    Identifier,
    Name,
    Organization,
    OrganizationSlug,
)
from spacenews.firms.models.sources import Confidence, PublicQuerySet, Source, Sourced

__all__ = [
    "Answer",
    "Claim",
    "Confidence",
    "Cooperation",
    "Dispute",
    "Figure",
    "FigureGroup",
    "FoundedAlternative",
    "FundingRound",
    "Identifier",
    "Milestone",
    "Name",
    "Organization",
    "OrganizationSlug",
    "Party",
    "PublicQuerySet",
    "Source",
    "Sourced",
]
