"""Article -> analysis, mentions and time expressions."""
