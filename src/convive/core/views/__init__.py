"""Screens of the core. Each parses, calls one action or query, and renders."""
