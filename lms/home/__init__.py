"""The first page: composes what other packages know about the person who is signed in."""
