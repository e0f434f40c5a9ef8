"""Between documents: which are copies or fragments of one article, and what the article reads when they are merged."""
