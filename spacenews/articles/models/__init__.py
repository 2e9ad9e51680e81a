from spacenews.articles.models.article import (
    Article,
    ArticleByline,
    ArticleCoverage,
    ArticleFigure,
    ArticleSource,
    Revision,
)
from spacenews.articles.models.edition import (
    Address,
    Edition,
    EditionByline,
    EditionCoverage,
    EditionFigure,
    EditionSource,
    EditionTag,
)
from spacenews.articles.models.front import Pin
from spacenews.articles.models.printable import CoverageRow, Kind, Language
from spacenews.articles.models.taxonomy import (
    ArticleTag,
    Author,
    AuthorSlug,
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
    "CoverageRow",
    "Edition",
    "EditionByline",
    "EditionCoverage",
    "EditionFigure",
    "EditionSource",
    "EditionTag",
    "Kind",
    "Language",
    "Pin",
    "Revision",
    "Section",
    "SectionSlug",
    "Tag",
    "TagSlug",
]
