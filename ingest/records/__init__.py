"""The registers: decisions, duties and inspections read out of a document by rule."""
