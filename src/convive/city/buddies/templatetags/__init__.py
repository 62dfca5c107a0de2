"""What the templates of the buddy room need."""
