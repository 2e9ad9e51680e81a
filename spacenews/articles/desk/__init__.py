"""The desk's pages of an article beside its form: each asks `articles.policy` first."""
