"""Who saw, changed or exported personal data: appended, sealed in a chain, never changed."""
