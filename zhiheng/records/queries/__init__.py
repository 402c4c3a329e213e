"""Reads, named after questions. Every read for a person starts from :func:`scope.visible_to`."""
