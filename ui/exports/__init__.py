"""Answers as files to keep and to share, each with its full references: Word, PDF, Markdown, and evidence that can be checked."""
