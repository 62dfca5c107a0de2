"""A programme's people and duos as a file, out and in, in one format (docs/reference/programme-files.md)."""
