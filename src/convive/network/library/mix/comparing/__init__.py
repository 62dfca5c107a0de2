"""Two mixes beside each other: two years, two cities, homes and schools."""
