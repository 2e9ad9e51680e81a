"""All that the API has: the answers, their addresses and their description are made of this."""

from spacenews.api import shapes
from spacenews.api.articles import (
    ARTICLES,
    AUTHOR,
    CORRECTION,
    COVERED,
    PICTURE,
    PRINTED,
    SECTION,
    TAG,
    TRANSLATION,
)
from spacenews.api.figures import ANSWER, CLAIMS, DISPUTES, FIGURES
from spacenews.api.firms import (
    COOPERATIONS,
    DESCRIPTOR,
    FOUNDED,
    FUNDING_ROUNDS,
    IDENTIFIER,
    MILESTONES,
    NAME,
    ORGANIZATIONS,
    PARTY,
)
from spacenews.api.sources import SOURCES

RESOURCES = (
    *(ARTICLES, ORGANIZATIONS, COOPERATIONS, FIGURES, MILESTONES, SOURCES, FUNDING_ROUNDS, DISPUTES),
    CLAIMS,
)
# What stands inside of others.
PARTS = (
    *(shapes.LICENCE, shapes.SOURCE, shapes.ORGANIZATION, shapes.GROUP),
    *(SECTION, TAG, AUTHOR, COVERED, PRINTED, PICTURE, CORRECTION, TRANSLATION),
    *(NAME, IDENTIFIER, FOUNDED, DESCRIPTOR, PARTY, ANSWER),
)
