"""Item 6 of the Cabinet pack: the officer report on special school places, with its appendix of places school by school."""

TEXT = """
# Stanwold Council

## Cabinet -- 14 October 2025

: Report title | Special School Places: Expansion of Withybeck School
: Report author | Callum Strand, Head of School Organisation and Capital
: Lead director | Yusuf Hartnell, Executive Director, Children and Learning
: Lead member | Councillor Josephine Arkle, Cabinet Member for Children, Families and Learning
: Key decision | Yes
: Forward Plan reference | FP/2025/22
: Exempt | No
: Wards affected | All; in particular Kelverton North and Kelverton Bridge
: Appendix | Appendix A: Specialist places by school and academic year

## 1. Purpose of the report

1.1 To seek approval to publish statutory proposals for the enlargement of Withybeck School, Kelverton, from 140 to 200
places, and to commit the capital budget for the scheme.

1.2 To report on the demand for specialist places since 2022 and on the cost of meeting that demand outside the council's
own schools.

## 2. Recommendations

2.1 It is recommended that the Cabinet:

a) approves the publication of statutory proposals under section 19 of the Education and Inspections Act 2006 for the
enlargement of Withybeck School by 60 places, in two stages, from 1 September 2026 and 1 September 2027;

b) approves a capital budget of £9.6 million for the scheme, funded as set out in Table 3;

c) delegates authority to award the construction contract to the Executive Director, Children and Learning, in consultation
with the Cabinet Member for Finance and Assets and the Section 151 Officer; and

d) notes that any representations received will be reported to the Cabinet on 20 January 2026, when the proposals will be
determined.

2.2 Reasons for the recommendations:

- The council has a duty to secure enough suitable school places, and every special school maintained by the council is
full.
- A place at Withybeck School costs the high needs block £27,900 a year, against an average of £68,300 for a place in an
independent special school in 2024/25.
- Of the 71 children who were refused a place at Withybeck School in the last two years, 38 now travel more than 15 miles to
school each way.

## 3. Background

3.1 The number of children and young people with an education, health and care (EHC) plan maintained by the council rose
from 1,486 in January 2022 to 2,134 in January 2025, an increase of 43.6%. The number is forecast to reach 2,390 in January
2026. Table 1 shows the change by age group.

**Table 1: EHC plans maintained by the council, by age, in January of each year (number of plans)**

|# 30 14r 14r 14r 14r 14r
| Age of child or young person | 2022 | 2023 | 2024 | 2025 | 2026 (forecast)
| Under 5 | 58 | 64 | 77 | 92 | 104
| 5 to 10 | 512 | 578 | 661 | 762 | 858
| 11 to 15 | 561 | 619 | 694 | 783 | 872
| 16 to 19 | 283 | 314 | 353 | 402 | 451
| 20 to 25 | 72 | 80 | 87 | 95 | 105
| **All ages** | **1,486** | **1,655** | **1,872** | **2,134** | **2,390**

3.2 Autism is now the main need recorded in 37% of plans, compared with 29% in January 2022. The number of plans for speech,
language and communication needs has grown at about the same rate as the total. The number for moderate learning
difficulties has fallen slightly, which the Principal Educational Psychologist attributes to better support in mainstream
schools before a plan is asked for.

3.3 The council issued 58% of new EHC plans within 20 weeks in the twelve months to September 2025, compared with 41% in the
twelve months to September 2024. As more plans are finalised on time, more children are waiting for a school to be named,
and the shortage of places becomes the main reason why plans are issued late.

3.4 When none of the council's own special schools can offer a place, children are placed in independent special schools,
most of them outside the council's area. The cost has grown faster than the number of children, as Table 2 shows, because
fees have risen by between 6% and 9% in each of the last three years.

**Table 2: Pupils placed in independent special schools and the cost to the high needs block**

|# 24 19r 19r 19r 19r
| Financial year | Pupils at year end | Spend (£ million) | Average cost (£ a pupil) | Change in spend
| 2021/22 | 118 | 7.2 | 61,000 | --
| 2022/23 | 137 | 8.7 | 63,500 | +20.8%
| 2023/24 | 161 | 10.6 | 65,800 | +21.8%
| 2024/25 | 189 | 12.9 | 68,300 | +21.7%
| 2025/26 (forecast) | 212 | 14.9 | 70,300 | +15.5%

3.5 The Dedicated Schools Grant carried a cumulative deficit of £14.7 million on 31 March 2025, up from £9.8 million a year
earlier and £6.4 million on 31 March 2023. Without further action the deficit is forecast to reach £19.2 million on 31 March
2026. A revised deficit management plan will come to the Cabinet in January 2026.

3.6 In July 2024 the Cabinet adopted the Specialist Places Strategy 2024 -- 2029, which set a target of 180 additional
places by September 2028. Of these, 80 had been opened by September 2025, more than half of them in resource bases in
mainstream schools, and a further 94 are planned. Appendix A lists the places at every special school and resource base.

3.7 The Schools Forum was consulted on 24 June 2025. It supported the proposal by eleven votes to two. The two members who
voted against were concerned that new special school places would draw experienced teaching assistants away from mainstream
schools, and asked that recruitment be planned with neighbouring headteachers. The school has agreed to do so.

## 4. The proposal

4.1 Withybeck School is a community special school in Kelverton for pupils aged 4 to 16 with learning difficulties or
autism. It was built in 1998 for 110 pupils and has admitted 140 since September 2024 by converting the library and one of
its two halls. Its last graded inspection, in March 2024, found the quality of education to be good.

4.2 It is proposed to enlarge the school by 60 places in two stages:

- Stage 1 would open on 1 September 2026 with 24 places in three modular classrooms on the former staff car park.
- Stage 2 would open on 1 September 2027 with 36 places in a new two-storey teaching block, which would also give the school
back its library and second hall.

4.3 The school's governing body supports the proposal, subject to a new drop-off loop being completed before Stage 2 opens.
The headteacher, Sunita Farrow, has asked that the number of pupils admitted in any one term be limited to 12, so that new
pupils and new staff can be properly inducted. Officers agree.

4.4 The scheme needs planning permission. An application was submitted on 19 September 2025 and is expected to be determined
by the Planning Committee on 10 December 2025. A transport assessment found that the number of vehicles arriving between
8.30 am and 9.00 am would rise from 61 to 88, and recommends that the start of the school day be staggered by 20 minutes.

4.5 Stage 1 does not depend on Stage 2. If the proposals were rejected in January 2026, the modular classrooms could be
moved to another school at an estimated cost of £95,000.

## 5. Options considered

5.1 **Do nothing.** This would leave the council to place a further 60 children in independent schools by 2027/28, at an
additional cost of up to £2.42 million a year, and is not recommended.

5.2 **Build a new special school.** A new school for 150 pupils was costed at £31.5 million in 2024. A bid to the Department
for Education was not successful, and no other source of funding has been identified.

5.3 **Enlarge Moorcote Academy.** The academy trust would support a smaller scheme of 20 places, but the site has no room
for more and the cost of each place would be £212,000, compared with £160,000 at Withybeck School.

5.4 **Enlarge Withybeck School (recommended).** The site is owned by the council, is large enough, and is the closest to the
homes of the children who are now placed furthest away.

## 6. Timetable

6.1 The main steps are expected to be:

|# 62 38
| Step | Date
| Cabinet approves publication of statutory proposals | 14 October 2025
| Statutory notice published | 6 November 2025
| Four-week representation period ends | 4 December 2025
| Planning Committee | 10 December 2025
| Cabinet determines the proposals | 20 January 2026
| Construction contract awarded | March 2026
| Stage 1 opens (24 places) | 1 September 2026
| Stage 2 opens (36 places) | 1 September 2027

## 7. Financial implications

7.1 The capital cost is estimated at £9.6 million, including a contingency of £710,000. Table 3 shows when the cost is
expected to fall and how it would be met.

**Table 3: Capital cost and funding of the scheme (£ thousand)**

|# 44 14r 14r 14r 14r
| | 2025/26 | 2026/27 | 2027/28 | Total
|= Cost
| Design and professional fees | 420 | 310 | 90 | 820
| Modular classrooms (Stage 1) | 380 | 720 | 0 | 1,100
| New teaching block (Stage 2) | 0 | 4,350 | 2,160 | 6,510
| Furniture, equipment and ICT | 0 | 150 | 310 | 460
| Contingency | 60 | 400 | 250 | 710
| **Total cost** | **860** | **5,930** | **2,810** | **9,600**
|= Funding
| High Needs Provision Capital Allocation | 860 | 4,290 | 1,000 | 6,150
| Basic Need grant | 0 | 800 | 400 | 1,200
| Developers' contributions (section 106) | 0 | 500 | 350 | 850
| Prudential borrowing | 0 | 340 | 1,060 | 1,400
| **Total funding** | **860** | **5,930** | **2,810** | **9,600**

7.2 The borrowing of £1.4 million would cost the general fund £96,000 a year for 25 years. This is provided for in the
Medium Term Financial Plan from 2027/28.

7.3 When all 60 places are filled by pupils who would otherwise be placed in the independent sector, the high needs block
would avoid costs of up to £2.42 million a year. The saving on travel is estimated at a further £210,000 a year.

7.4 The Section 151 Officer advises that the scheme offers value for money, but that the estimate was prepared before the
final ground survey. Any increase above £9.6 million would need to be found from the corporate capital contingency.

## 8. Legal implications

8.1 Under section 14 of the Education Act 1996 the council must secure that sufficient schools for providing primary and
secondary education are available for its area. In doing so it must have regard, among other things, to the need to secure
that special educational provision is made for pupils who have special educational needs.

8.2 Section 27 of the Children and Families Act 2014 requires the council to keep under review the educational, training and
social care provision made for children and young people who have special educational needs or a disability, and to consider
whether it is sufficient. Section 42 of the same Act requires the council to secure the special educational provision
specified in an EHC plan.

8.3 The enlargement is a prescribed alteration. The council must publish proposals under section 19 of the Education and
Inspections Act 2006 and follow the School Organisation (Prescribed Alterations to Maintained Schools) (England) Regulations
2013, which allow four weeks for representations. The council is the decision-maker and must determine the proposals within
two months of the end of that period, failing which they must be referred to the schools adjudicator.

8.4 In reaching its decision the Cabinet must have due regard to the matters set out in section 149 of the Equality Act
2010.

## 9. Risks

9.1 The main risks and the steps taken to reduce them are:

- Cost inflation: a fixed price will be sought for Stage 1, and a two-stage tender will be used for Stage 2.
- Recruitment of teachers and support staff: the school will begin recruiting in January 2026, two terms before Stage 1
opens.
- Ground conditions: boreholes were sunk in September 2025, and the results are expected before the meeting.

## 10. Consultation

10.1 Before this report was written the council consulted informally from 2 June to 11 July 2025. There were 203 responses.
Of these, 164 (81%) supported the enlargement, 22 (11%) opposed it and 17 (8%) were undecided. Those opposed were mostly
residents of Withy Lane who were concerned about traffic.

10.2 The Children and Adults Scrutiny Committee considered the proposal on 16 September 2025 and asked that the drop-off
loop be brought forward into Stage 1. Officers estimate that this would cost £140,000, which can be met from within the
budget.

## 11. Equality implications

11.1 An equality impact assessment was completed on 27 August 2025. It found that the proposal would advance equality of
opportunity for disabled pupils, in particular for the 38 children who now travel furthest, and that no group would be
placed at a disadvantage. Boys make up 71% of the pupils of the school, and admissions will be monitored by sex and by
ethnic group.

11.2 The new block will be fully accessible. It will have two hygiene rooms, a sensory room and a calm space on each floor,
and a lift large enough for two wheelchairs. Pupils chose the colours of the corridors, which will help those who cannot
read signs to find their way.

## 12. Climate implications

12.1 The teaching block has been designed to use no gas. It would be heated by air source heat pumps, and solar panels on
its roof are expected to meet about 30% of its demand for electricity. The modular classrooms were chosen because they can
be moved and used again.

12.2 Shorter journeys to school would save an estimated 118,000 vehicle miles a year when all of the places are filled.
Eleven trees would be felled to make room for the drop-off loop and 40 would be planted, of kinds recommended by the
council's tree officer.

## 13. Background papers

- Specialist Places Strategy 2024 -- 2029 (Cabinet, 16 July 2024)
- Responses to the informal consultation, June and July 2025
- Equality impact assessment, 27 August 2025

## Appendix A: Specialist places by school and academic year

A1. The table lists the places commissioned by the council at each special school, resource base and alternative provision,
on 1 September in each academic year. Figures for 2026/27 and 2027/28 are planned and assume that the recommendations are
approved. Resource bases are units in mainstream schools for pupils whose plan names that school.

|# 54 26 27 19r 19r 19r 19r 19r
| School or resource base | Town | Main need | 2023/24 | 2024/25 | 2025/26 | 2026/27 | 2027/28
{places}
"""

PLACES = """
Special schools
Withybeck School, Kelverton, Learning and autism, 132, 140, 140, 164, 200
Moorcote Academy, Stanwold, Learning and autism, 158, 165, 165, 165, 165
Saltings Edge School, Thornsea, Social and emotional, 64, 72, 72, 72, 80
Pellhaven School, Market Hexby, Physical and medical, 88, 88, 90, 90, 90
Tarnhow College, Stanwold, Learning (post-16), 40, 44, 48, 52, 52
Resource bases in primary schools
Kelverton Bridge Primary School, Kelverton, Speech and language, 12, 12, 14, 14, 14
Merrowby Church of England Primary School, Merrowby, Autism, 10, 10, 10, 12, 12
Market Hexby Junior School, Market Hexby, Autism, 8, 12, 12, 12, 16
Thornsea Shore Primary School, Thornsea, Hearing, 6, 6, 6, 6, 6
Wharfgate Primary School, Stanwold, Social and emotional, 0, 8, 8, 8, 8
Ropewalk Infant School, Stanwold, Speech and language, 10, 10, 12, 12, 12
Lampmakers Primary School, Thornsea, Autism, 0, 0, 10, 10, 10
Saxondyke Primary School, Merrowby, Physical and medical, 5, 5, 5, 5, 5
Resource bases in secondary schools
Kelverton High School, Kelverton, Autism, 15, 18, 18, 20, 20
The Hexby Academy, Market Hexby, Social and emotional, 10, 10, 12, 12, 15
Thornsea Coastal Academy, Thornsea, Hearing, 8, 8, 8, 8, 8
Stanwold Guild School, Stanwold, Speech and language, 12, 12, 12, 15, 15
Merrowby Community College, Merrowby, Autism, 0, 0, 12, 12, 18
Eastquay Academy, Stanwold, Learning, 10, 10, 10, 10, 12
Alternative provision
Compass House, Stanwold, Medical, 30, 30, 30, 30, 30
The Forge, Kelverton, Excluded pupils, 48, 48, 52, 52, 52
"""
"""A line for each school: name, town, need, and its places in each academic year. A line without commas heads a group."""


def write_report() -> str:
    """The report's markup with the rows of its appendix and their totals."""
    rows, totals = [], [0] * 5
    for line in PLACES.strip().splitlines():
        cells = line.split(", ")
        if len(cells) == 1:
            rows.append(f"|= {line}")
            continue
        totals = [total + int(places) for total, places in zip(totals, cells[3:], strict=True)]
        rows.append("| " + " | ".join(cells))
    rows.append("| **All places** | | | " + " | ".join(f"**{total:,}**" for total in totals))
    return TEXT.replace("{places}", "\n".join(rows))
