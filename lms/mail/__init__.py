"""Letters to people: an outbox in the database, and what carries them away."""
