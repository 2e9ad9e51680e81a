"""Organizations that a text names: found, and offered as its coverage. Nothing here files an article by itself."""
