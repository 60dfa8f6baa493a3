"""Which parts of a paper are held back from the public, from how the paper marks itself.

Councils mark exempt papers ("Part 2 papers") under Schedule 12A to the Local Government Act 1972 (Schedule 7A to the Act of 1973
in Scotland, Schedule 6 to the Act of 2014 in Northern Ireland), each in its own words. What says so plainly is exempt; whatever
carries a sign of it that is not wholly understood is in doubt, and both are held back.

`lexicon` knows the words, `wording` and `labels` what lines and rows say with them, `places` where one part of a paper ends and
another begins, `listed` what an agenda lists as private; `markings` puts them together.
"""

from ingest.exempt.markings import find_exempt

__all__ = ["find_exempt"]
