"""The desk's pages of articles, and of what they are filed under. Who may do what is asked of `articles.policy`."""

from spacenews.articles.admin import article, named

__all__ = ["article", "named"]
