"""The forms of people who take part: parts that several forms are made of, and one form for each question."""
