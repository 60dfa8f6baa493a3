"""Reading: from a file to a document whose every passage is a range of its own words."""
