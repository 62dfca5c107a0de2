"""Background and periodic work of the buddy room, by noun."""
