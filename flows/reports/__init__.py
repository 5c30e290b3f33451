"""Pages that people review: the overview, one page a run, and articles with their claims in place."""
