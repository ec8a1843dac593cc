"""A lesson: its stages, seats, answers and log; what each seat may see; what is said of it afterwards."""
