"""Two texts of one article compared in words, and two made one."""
