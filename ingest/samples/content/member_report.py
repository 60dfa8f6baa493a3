"""Report of the Cabinet Member for Children, Families and Learning to the Council, 28 November 2024: a year before the pack.

Written in the samples' markup; `[words](address)` is a link, and numbered paragraphs of one figure make a numbered list.
"""

TITLE = "Report of the Cabinet Member for Children, Families and Learning"

TEXT = """
# Report of the Cabinet Member for Children, Families and Learning

**Councillor Josephine Arkle -- Council, Thursday 28 November 2024**

This report covers the six months from May to October 2024. I shall be glad to take questions on any of it at the meeting.

## Children's social care

On 31 October 2024 the council was caring for 318 children, nine more than in April. Of these, 226 lived with foster carers,
41 with relatives, 33 in children's homes and 18 in supported accommodation. There were 204 care leavers aged 18 to 24.

The vacancy rate for social workers was 18.4% at the end of September 2024, down from 22.1% a year before. Agency workers
held 39 posts. I am grateful to the principal social worker and her team for the academy, which has brought in 24 newly
qualified workers since 2022, of whom 21 are still with us.

### Focused visit by Ofsted

Inspectors visited on 20 and 21 February 2024 to look at the front door. Their letter, published on 2 April 2024, named two
areas for improvement:

1. the time taken to decide what should happen when a concern is first reported; and

2. the recording of the reasons for decisions by managers.

A new duty rota began in May 2024, and the number of contacts decided within one working day rose from 68% in March to 83%
in October.

### Foster carers

We had 175 fostering households on 31 July 2024. Fourteen households were approved in the year and nineteen left, mostly on
retirement. A regional recruitment hub opened in September 2024. The council became a fostering-friendly employer on 1 June
2024 and now gives five days' paid leave a year to any employee who fosters.

## Special educational needs and disability

The council maintained 1,872 education, health and care (EHC) plans in January 2024. In the twelve months to September 2024
we issued 41% of new plans within 20 weeks. This is not good enough, and I have apologised to the families who have waited.
We have taken the following steps:

- eleven additional plan writers have been appointed, of whom eight had started by the end of October;
- educational psychologists' time has been bought in from two agencies until March 2026, at a cost of £410,000; and
- a named officer now telephones every family at weeks 6, 12 and 16.

In July 2024 the Cabinet adopted the Specialist Places Strategy 2024 -- 2029. It aims for 180 additional places by September
2028. The first 42 opened in September 2024, including eight at Withybeck School in Kelverton.

## Schools

The table shows the percentage of pupils who reached the expected standard, or achieved the measure named, in the summers of
2022, 2023 and 2024. Figures for 2024 are provisional.

|# 52 16r 16r 16r
| Measure | 2022 (%) | 2023 (%) | 2024 (%)
| Good level of development at age five | 63.9 | 65.8 | 66.4
| Phonics standard in Year 1 | 73.2 | 76.5 | 78.1
| Reading, writing and mathematics at age 11 | 55.7 | 57.2 | 59.0
| English and mathematics at grade 5 or above, age 16 | 46.8 | 43.1 | 44.5
| Overall absence, secondary schools | 9.4 | 9.7 | 9.2

Secondary absence has begun to fall but is still too high in Thornsea, where it was 11.3%. The Head of School Effectiveness
is working with both secondary schools in the town on a shared attendance plan.

## Home to school travel

Spending on home to school travel was £6.0 million in 2023/24 and is forecast to be £7.1 million this year. The council
arranged travel for 2,184 pupils, of whom 1,052 have special educational needs. Contracts will be let again in 2026, and
officers are designing lots that small local firms can bid for. Parents can read about the review at [the travel assistance
pages](https://www.stanwold.example/school-travel).

## Early help and family hubs

Five family hubs are now open, the newest in Market Hexby on 9 September 2024. Between May and October 2024 the hubs were
visited by 3,946 families. The most used services were:

- breastfeeding support (1,108 families);
- help with speech and language (874 families); and
- advice about money and debt (512 families).

## Looking ahead

The appointment of a permanent director of children's services is my first priority. Interviews will be held on 11 December
2024, and I hope that the new director will be in post by March 2025.

**Councillor Josephine Arkle**//Cabinet Member for Children, Families and Learning
"""
