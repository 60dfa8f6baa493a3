"""A language model on a short lead: it may word an answer, and code checks every word of it against the papers."""
