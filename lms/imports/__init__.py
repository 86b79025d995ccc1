"""Organisations and people from a spreadsheet, and back into one."""
