"""Who has not come in yet and who fell behind, and the letters that bring them back."""
