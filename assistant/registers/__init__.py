"""Questions that the registers answer: a list, a count or a field of records, each row cited, none of it searched for."""
