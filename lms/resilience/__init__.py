"""The resilience scan, the measures that come of it, and the first 90 days of a POCO."""
