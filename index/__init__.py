"""The store: vectors in Chroma, the catalogue and full text in SQLite, and search over both."""
