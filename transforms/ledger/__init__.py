"""The ledger: what claims say of each other, of what and by whom, so that figures can be compared."""
