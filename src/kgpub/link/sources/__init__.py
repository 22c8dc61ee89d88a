"""Readers of the files and services that an index can be built from; each yields entries."""
