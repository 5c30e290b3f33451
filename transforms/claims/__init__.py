"""From quantities to claims: who says so, about what, as of when, where, and how sure."""
