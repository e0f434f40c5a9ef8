"""onetext: many damaged scraped copies of an article in, one canonical article out, every character accounted for."""
