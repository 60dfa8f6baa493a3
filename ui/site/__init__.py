"""The doors of the program over HTTP: which address gives what, and to whom."""
