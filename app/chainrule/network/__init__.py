"""Networks: from a spec to the graph of the note, its three views, one step, and training. Knows no HTTP."""
