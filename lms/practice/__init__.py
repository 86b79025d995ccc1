"""Practice reports: written by learners, read by nobody else, deleted when the review is done."""
