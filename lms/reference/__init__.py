"""Pages that are one tap away from everywhere: where to report, and the glossary."""
