"""Making the reader's weights: examples from labels, the network, fitting, export.  Needs the `train` extra (torch)."""
