"""The pages about how much people of different groups share the places of a city."""
