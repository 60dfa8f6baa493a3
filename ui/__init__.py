"""The front ends: the command line and the browser page."""
