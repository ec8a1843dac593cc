"""What people see: texts in a language, and the front ends."""
