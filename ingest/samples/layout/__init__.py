"""Drawing the sample papers: one module for each kind of file, each the only one to import its library."""
