"""The screens of the buddy room, by noun."""
