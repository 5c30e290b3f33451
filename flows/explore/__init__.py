"""`claimwire explore`: the published copy as pages on this machine alone, read-only, with a permalink for everything."""
