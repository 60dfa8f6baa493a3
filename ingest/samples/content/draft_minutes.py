"""Draft minutes of the Cabinet meeting of 14 October 2025, numbered 51 to 61: what was resolved on the reports in the pack.

One figure is newer than the pack's: the cost of the Withybeck School scheme rose from £9.6 million to £9.85 million.
"""

TEXT = """
# Stanwold Council

## Draft minutes of a meeting of the Cabinet held in the Council Chamber, Guildmarket House, Stanwold on Tuesday 14 October
2025 at 10.00 am

These minutes are a draft until they are confirmed at the next meeting, on 11 November 2025. Decisions were published on 16
October 2025. The period for call-in ended at 5.00 pm on 23 October 2025 and no request was received.

|# 34 66
| Present | Portfolio
{members}
|= Also in attendance
| Councillor Farida Bellamy | Leader of the Opposition
| Councillor Neil Brockhurst | Chair, Children and Adults Scrutiny Committee
| Councillor Tom Aske | Member for Merrowby
|= Officers
| Catriona Messenger | Chief Executive
| Yusuf Hartnell | Executive Director, Children and Learning
| Bridget Lowmoor | Executive Director, Adults and Public Health
| Anil Pargetter | Director of Finance (Section 151 Officer)
| Rosalind Tarn | Director of Law and Governance (Monitoring Officer)
| Callum Strand | Head of School Organisation and Capital (for item 56)
| Imogen Delph | Senior Democratic Services Officer (minutes)

## 51. Apologies for absence

There were no apologies. Councillor Hollinsby joined the meeting at 10.12 am, during item 55.

## 52. Declarations of interest

Councillor Simone Rakewell declared a disclosable pecuniary interest in item 56, as her husband was employed by Withybeck
School. She left the room while the item was considered and did not vote.

## 53. Minutes

**RESOLVED:** That the minutes of the meeting held on 9 September 2025 be approved as a correct record and signed by the
Chair.

## 54. Leader's announcements

The Leader announced that the council had been awarded £1.9 million by the Department for Transport for bus services in
Thornsea and Market Hexby, and that the new service 46 would begin on 5 January 2026. She thanked the Chief Executive, who
would retire on 31 March 2026 after nine years in post.

## 55. Public questions and petitions

Ms Harriet Colbeck of Kelverton asked what would be done to make Withy Lane safer for pedestrians if Withybeck School were
enlarged. The Cabinet Member for Children, Families and Learning replied that the drop-off loop would take waiting cars off
the lane, that a crossing patrol had been agreed, and that a 20 mph limit would be consulted on in the new year. In a
supplementary question Ms Colbeck asked whether building traffic would be kept away at the beginning and end of the school
day. Mr Strand confirmed that deliveries would not be allowed between 8.15 am and 9.15 am or between 2.45 pm and 3.45 pm.

A petition of 1,316 signatures was presented by Mr Elias Northover, asking the council to keep Merrowby Library open on
Saturdays. The Chair thanked the petitioners and said that a reply would be sent within 28 days.

## 56. Special School Places: Expansion of Withybeck School

The Cabinet Member for Children, Families and Learning presented the report. Every special school in the area was full, and
38 children from Kelverton and Market Hexby travelled more than 15 miles each way to school. The proposal would bring 60
places close to where those children lived.

The Head of School Organisation and Capital gave an update on costs. The results of the ground survey had been received on
10 October 2025, after the report was published. Deeper foundations would be needed for the teaching block. The estimated
cost of the scheme was now £9.85 million, £250,000 more than the figure of £9.6 million in the report. The Section 151
Officer confirmed that the increase could be met from the corporate capital contingency, which stood at £2.1 million.

Councillor Brockhurst said that the scrutiny committee welcomed the proposal, and asked that the drop-off loop be built
first. The Executive Director, Children and Learning agreed that it would be moved into Stage 1.

In reply to a question from Councillor Bellamy, the Executive Director said that about two thirds of the new places would be
offered to children starting school or moving to secondary school, and the rest to children now placed in independent
schools whose parents wished them to move. No child would be made to move.

Members raised the following points:

- Whether enough teachers could be recruited. The headteacher had reported 31 applications for the last four vacancies.
- Whether solar panels had been included. They had, and would meet about 30% of the demand for electricity of the new block.
- How the capital budget would be monitored. A report would be made to the Cabinet each quarter.

**RESOLVED that:**

a) the publication of statutory proposals for the enlargement of Withybeck School from 140 to 200 places, in two stages from
1 September 2026 and 1 September 2027, be approved;

b) a capital budget of £9.85 million be approved, of which £250,000 be met from the corporate capital contingency and the
remainder be funded as set out in Table 3 of the report;

c) authority to award the construction contract be delegated to the Executive Director, Children and Learning, in
consultation with the Cabinet Member for Finance and Assets and the Section 151 Officer;

d) the drop-off loop be built as part of Stage 1; and

e) it be noted that representations will be reported to the Cabinet on 20 January 2026.

(Voting: 7 for, 0 against, 0 abstentions. Councillor Rakewell took no part.)

## 57. Statutory Duties: Annual Assurance Statement

The Cabinet considered the joint report. The Cabinet Member for Adult Social Care and Public Health drew attention to the
fall in the number of people waiting for a Care Act assessment, which at the end of September had been 197. The Cabinet
asked for the dates by which the red duties would become amber to be shown in future statements.

**RESOLVED that:**

a) the assurance statement and the table of duties at Appendix B be noted;

b) lead officers be named by 30 November 2025, and not 31 December 2025 as recommended, for the five duties that have none;
and

c) the Children and Adults Scrutiny Committee be asked to examine the duties rated red, beginning with annual reviews of EHC
plans.

## 58. Ofsted Inspection of Children's Services

The Executive Director, Children and Learning presented the letter. He said that the service accepted its findings. The
emergency duty team had been increased from five to nine workers on 1 September 2025, and 94% of contacts in September had
been decided within one working day. A single recording system would be in use from April 2026.

The Leader thanked the children and young people who had spoken to the inspectors. Councillor Bellamy asked that members of
all groups be invited to the improvement board, and the Leader agreed.

**RESOLVED unanimously:** That

a) the letter be received, and the Cabinet's thanks to staff, children and families be recorded;

b) the improvement plan be sent to Ofsted by 3 November 2025; and

c) progress be reported to the Cabinet every quarter, beginning on 20 January 2026.

## 59. Forward Plan

The Cabinet noted that the report on family hubs would be deferred from 9 December 2025 to 20 January 2026, to allow the
parents' survey to be completed.

**RESOLVED:** That the Forward Plan for 1 October 2025 to 31 January 2026 be noted, as amended.

## 60. Scrutiny Work Programme

**RESOLVED:** That the work programme be noted, and that the response to the committee's recommendation on young carers be
sent by 31 October 2025.

## 61. Urgent business

There was none. The meeting closed at 11.58 am.

Chair: ............................................................ Date: ..............................
"""
