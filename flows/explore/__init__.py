"""`claimwire explore`: the published copy as pages on this machine alone, read-only, a permalink for everything."""
