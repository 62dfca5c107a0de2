"""What a city's page says of its figures: the sentence, the map, the charts, the table, the paper."""
