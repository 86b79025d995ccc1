"""Sites, organisations and the POCO seats they give to people."""
