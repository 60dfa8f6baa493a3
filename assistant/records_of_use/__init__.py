"""Records of use that public bodies need: what the program is as set up, and which questions were asked, if kept."""
