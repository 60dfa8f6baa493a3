"""The words of the sample papers: Stanwold Council, its people, places, schools and figures are invented. No layout here."""
