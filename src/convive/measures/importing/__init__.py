"""Reading maps and tables by a recipe: first what it would do, then, if a person agrees, all of it or
nothing.
"""
