"""The typed public notice of the proposal to enlarge Withybeck School, 6 November 2025, which is kept only as a scan."""

LINES = """
                    STANWOLD COUNCIL

                     PUBLIC NOTICE

       PROPOSED ENLARGEMENT OF WITHYBECK SCHOOL


NOTICE IS HEREBY GIVEN in accordance with section 19(1)
of the Education and Inspections Act 2006 that Stanwold
Council intends to make a prescribed alteration to
Withybeck School, a community special school, of Withy
Lane, Kelverton SX4 7PT.

The current capacity of the school is 140 pupils and the
proposed capacity will be 200. It is proposed to enlarge
the school in two stages:

   Stage 1, from 1 September 2026:  24 places
   Stage 2, from 1 September 2027:  36 places

This notice is an extract from the complete proposal.
Copies can be obtained from the School Organisation Team,
Guildmarket House, Wharfgate, Stanwold SX1 4QD, or by
telephone on 01632 960438.

Within four weeks from the date of publication of this
notice, that is by 4 December 2025, any person may object
to or make comments on the proposal by sending them to
Callum Strand, Head of School Organisation and Capital,
at the address above.

The proposal will be determined by the Cabinet of the
Council on 20 January 2026.


Signed:  Rosalind Tarn
         Director of Law and Governance

Publication date:  6 November 2025
"""
