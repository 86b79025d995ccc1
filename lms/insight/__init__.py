"""Read-only: figures about site networks, their charts and exports. Writes nothing but a cache."""
