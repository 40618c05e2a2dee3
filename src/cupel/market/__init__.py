"""Market signals: a series and a benchmark go in; how far it moved around an event, beside chance, comes out."""
