"""Entities and times -> events with participants, and statements with speakers."""
