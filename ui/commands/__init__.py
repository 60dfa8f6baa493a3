"""The commands of the command line, a module for each group; the parser that puts them together is in `ui.cli`."""
