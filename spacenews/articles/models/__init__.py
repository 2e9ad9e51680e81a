from spacenews.articles.models.article import (
    Article,
    ArticleByline,
    ArticleCoverage,
    ArticleFigure,
    ArticleSource,
    Revision,
)
from spacenews.articles.models.desk import Autosave, Mention, Note, Presence, SetAside, SharedLink
from spacenews.articles.models.edition import (
    Address,
    Edition,
    EditionByline,
    EditionCoverage,
    EditionFigure,
    EditionSource,
    EditionTag,
)
from spacenews.articles.models.facts import EditionBlock, FactFlag, RefusedMention
from spacenews.articles.models.front import Pin
from spacenews.articles.models.pieces import Piece
from spacenews.articles.models.printable import CoverageRow, Kind, Language
from spacenews.articles.models.taxonomy import (
    ArticleTag,
    Author,
    AuthorSlug,
    Merged,
    Section,
    SectionSlug,
    Tag,
    TagSlug,
)

__all__ = [
    "Address",
    "Article",
    "ArticleByline",
    "ArticleCoverage",
    "ArticleFigure",
    "ArticleSource",
    "ArticleTag",
    "Author",
    "AuthorSlug",
    "Autosave",
    "CoverageRow",
    "Edition",
    "EditionBlock",
    "EditionByline",
    "EditionCoverage",
    "EditionFigure",
    "EditionSource",
    "EditionTag",
    "FactFlag",
    "Kind",
    "Language",
    "Mention",
    "Merged",
    "Note",
    "Piece",
    "Pin",
    "Presence",
    "RefusedMention",
    "Revision",
    "Section",
    "SectionSlug",
    "SetAside",
    "SharedLink",
    "Tag",
    "TagSlug",
]
