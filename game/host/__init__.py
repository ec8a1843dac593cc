"""Serving a lesson on the local network: seats on phones, the teacher's desk on this machine alone."""
