"""Areas, periods, groups, indicators and their values: the common language in which floors speak of
figures.
"""
