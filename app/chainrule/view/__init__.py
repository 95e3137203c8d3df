"""What people read: layout, scenes, formulas, sentences, and the rules for the browser. Knows the engine alone."""
