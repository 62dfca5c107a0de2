"""What the screens of the buddy room ask, a function a question, each with a bounded number of database queries."""
