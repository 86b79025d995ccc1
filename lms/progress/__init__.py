"""The completion ledger and its projection. Everything that shows progress reads from here."""
