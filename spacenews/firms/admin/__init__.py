"""The desk's pages of organizations and facts: who may do what is a matter of the roles alone."""

from spacenews.firms.admin import facts, organizations, sources

__all__ = ["facts", "organizations", "sources"]
