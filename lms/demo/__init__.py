"""An invented network for a first look, for tests and for load work."""
