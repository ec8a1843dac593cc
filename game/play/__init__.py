"""The mid-end: sessions, luck, records and saves; the only thing front ends talk to."""
