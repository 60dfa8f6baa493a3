"""How fast the program is and how it bears load: `make bench` prints what these modules measure as one table of ratios."""
