"""The benchmark: `make bench`, or `python -m bench PART` for one part."""
