"""Content editions: an append-only history of everything that was ever taught."""
