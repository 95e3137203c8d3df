"""The mathematics: op records, graphs, the two passes, and the proofs. Knows NumPy and nothing of text or HTTP."""
