"""Internal trainings."""
