"""Three questions about oneself, before and after the training."""
