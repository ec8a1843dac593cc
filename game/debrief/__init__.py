"""A play beside the record: comparison, trace and report; pure, no drawing."""
