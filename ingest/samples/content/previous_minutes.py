"""Item 3 of the Cabinet pack: minutes of the Cabinet meeting of 9 September 2025, numbered 41 to 50."""

TEXT = """
# Stanwold Council

## Minutes of a meeting of the Cabinet held in the Council Chamber, Guildmarket House, Stanwold on Tuesday 9 September 2025
at 10.00 am

|# 34 66
| Present | Portfolio
| Councillor Marian Thackwray (Chair) | Leader of the Council
| Councillor Idris Vennor (Vice-Chair) | Finance and Assets
| Councillor Josephine Arkle | Children, Families and Learning
| Councillor Davinder Lyall | Adult Social Care and Public Health
| Councillor Peter Hollinsby | Highways and Transport
| Councillor Abena Marsh-Osei | Housing and Communities
| Councillor Gareth Tollworthy | Environment and Climate
|= Also in attendance
| Councillor Farida Bellamy | Leader of the Opposition
| Councillor Neil Brockhurst | Chair, Children and Adults Scrutiny Committee
|= Officers
| Catriona Messenger | Chief Executive
| Yusuf Hartnell | Executive Director, Children and Learning
| Bridget Lowmoor | Executive Director, Adults and Public Health
| Anil Pargetter | Director of Finance (Section 151 Officer)
| Rosalind Tarn | Director of Law and Governance (Monitoring Officer)
| Imogen Delph | Senior Democratic Services Officer (minutes)

## 41. Apologies for absence

An apology for absence was received from Councillor Simone Rakewell.

## 42. Declarations of interest

Councillor Peter Hollinsby declared an other registerable interest in item 46 (Admission arrangements for 2027/28) as a
governor of Kelverton Bridge Primary School. He remained in the meeting and took part in the discussion.

## 43. Minutes

**RESOLVED:** That the minutes of the meeting held on 15 July 2025 be approved as a correct record and signed by the Chair,
subject to the figure in minute 36 being corrected from £310,000 to £301,000.

## 44. Leader's announcements

The Leader reported that:

- the Merrowby flood alleviation scheme had been completed on 22 August 2025, three weeks ahead of programme;
- the council had been shortlisted for a national award for its apprenticeship scheme, under which 46 young people, of whom
nine were care leavers, had begun work since April; and
- the consultation on the draft Housing Strategy would close on 17 October 2025, and 612 responses had been received to
date.

## 45. Public questions

Mr Desmond Fairhall of Thornsea asked when the council would reopen the coastal path between Lantern Point and the harbour,
which had been closed since the landslip of January 2025. The Cabinet Member for Highways and Transport replied that ground
investigation had been completed in July, that the repair was estimated at £184,000, and that the path was expected to
reopen before Easter 2026. In answer to a supplementary question he undertook to have signs put up on the diversion by the
end of September.

## 46. Admission arrangements for 2027/28

The Cabinet Member for Children, Families and Learning introduced the report, which proposed changes to the admission
arrangements of the community and voluntary controlled schools for which the council was the admission authority. She drew
attention to the fall in the number of births in Stanwold town, from 1,394 in 2017 to 1,121 in 2024, and to the effect of
surplus places on the budgets of smaller schools.

Members raised the following points:

- Reductions in published admission numbers should be made together with neighbouring academies, or pupils would simply move
elsewhere.
- The proposed catchment boundary at Merrowby ran through the middle of the Saxondyke estate and would divide brothers and
sisters.
- Parents needed to see a plain summary of the changes, since few would read the full arrangements.

The Executive Director, Children and Learning replied that the four academy trusts concerned had been written to in July and
that two had agreed to consult on the same timetable. The boundary at Saxondyke would be redrawn before the consultation
began.

**RESOLVED that:**

a) consultation be undertaken for six weeks from 6 October 2025 on the proposed admission arrangements for 2027/28;

b) the published admission number of Ropewalk Infant School be proposed to be reduced from 90 to 60, and that of Wharfgate
Primary School from 60 to 45; and

c) the outcome be reported to the Cabinet on 20 January 2026, so that arrangements can be determined by 28 February 2026.

## 47. Post-16 travel assistance

The Cabinet Member for Children, Families and Learning reported on the consultation, which had drawn 418 responses, of which
61% opposed any increase in the contribution asked of families. She proposed that the annual contribution be increased from
£780 to £860 from September 2026, with no charge to families on a low income. This would raise £52,000 in a full year.

Councillor Tollworthy said that he could not support the increase. The cost of travel was already the reason most often
given by students with special educational needs for leaving a course early, and the sum to be raised was small.

The Cabinet Member for Finance and Assets moved and the Leader seconded the recommendations. On being put to the vote, with
five members voting for, one against and one abstaining, the motion was carried.

**RESOLVED that:**

a) the annual contribution towards post-16 travel assistance be increased to £860 from 1 September 2026;

b) families in receipt of a qualifying benefit continue to make no contribution; and

c) a hardship fund of £15,000 a year be set up, to be administered by the Head of Travel Assistance.

(Voting: 5 for, 1 against, 1 abstention.)

## 48. Fostering allowances 2025/26

The Cabinet considered a report proposing that the weekly allowances paid to the council's own foster carers be increased.
Foster carers had told the council that allowances had fallen behind the rising cost of food and travel. There were 164
fostering households on 31 July 2025, eleven fewer than a year before, and each child placed with an independent agency cost
on average £548 a week more than a child placed with the council's own carers.

**RESOLVED unanimously:** That fostering allowances be increased by 6.2% with effect from 1 October 2025, at a cost of
£238,000 in the current year, to be met from the placements budget.

## 49. Extra care housing at Thornsea

The Cabinet Member for Adult Social Care and Public Health presented a report on the scheme for 72 extra care apartments on
the site of the former Thornsea Cottage Hospital. Tenders had been received from four contractors. The evaluation would be
complete in October and the award of the contract was entered in the Forward Plan for 11 November 2025.

**RESOLVED:** That

a) progress on the scheme be noted;

b) the appropriation of the site from general fund to housing purposes be approved at a value of £1.45 million; and

c) the Executive Director, Adults and Public Health, in consultation with the Cabinet Member for Housing and Communities, be
authorised to agree the nominations agreement with the registered provider.

## 50. Urgent business

There was none. The meeting closed at 11.42 am.

Chair: ............................................................ Date: ..............................
"""
