"""A participant's own pages, by noun."""
