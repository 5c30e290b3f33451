"""The ledger: what claims say of each other, so that figures can be compared."""
