"""References in text: found, split, repaired, parsed. Plain functions on strings, below the stages."""
