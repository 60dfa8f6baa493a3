"""Item 8 of the Cabinet pack: the covering report, and the inspectors' letter with its findings. Both are invented."""

COVER = """
# Stanwold Council

## Cabinet -- 14 October 2025

: Report title | Ofsted Inspection of Children's Services
: Report author | Yusuf Hartnell, Executive Director, Children and Learning
: Lead member | Councillor Josephine Arkle, Cabinet Member for Children, Families and Learning
: Key decision | No
: Exempt | No
: Wards affected | All
: Appendix | Appendix C: Letter published on 28 July 2025

## 1. Purpose of the report

1.1 To present the outcome of the inspection of local authority children's services, which took place from 9 to 20 June
2025, and to agree how the council will respond.

## 2. Recommendations

2.1 It is recommended that the Cabinet:

a) receives the letter at Appendix C, and records its thanks to the staff of the service and to the children and families
who spoke to inspectors; and

b) agrees that the improvement plan be sent to Ofsted by 3 November 2025 and that progress be reported to the Cabinet every
quarter.

## 3. Summary

3.1 Overall effectiveness was judged to require improvement to be good, as it was at the previous full inspection in July
2022. The judgement for children in care has risen from requires improvement to be good to good. The experiences and
progress of care leavers, which were not judged separately in 2022, were also found to be good.

3.2 Inspectors named five areas for improvement. The draft improvement plan gives each of them a lead officer, a measure of
success and a date.

## 4. Financial implications

4.1 The improvement plan will cost £720,000 in 2025/26 and £640,000 in 2026/27. A one-off sum of £750,000 was set aside for
the purpose when the budget was agreed in February 2025.

## 5. Legal implications

5.1 The inspection was carried out under section 136 of the Education and Inspections Act 2006. The council is required to
prepare a written statement of the action it proposes to take, and to send it to Ofsted within 70 working days of receiving
the final report.
"""

LETTER = """
# Inspection of Stanwold Council local authority children's services

**Inspection dates:** 9 to 20 June 2025

**Lead inspector:** Verity Saxelby-Crane, His Majesty's Inspector

|# 58 42
| Judgement | Grade
| The impact of leaders on social work practice with children and families | Requires improvement to be good
| The experiences and progress of children who need help and protection | Requires improvement to be good
| The experiences and progress of children in care | Good
| The experiences and progress of care leavers | Good
| Overall effectiveness | Requires improvement to be good

Services for children in Stanwold have improved since they were last fully inspected in 2022, but not quickly or evenly
enough. Children who come into care, and young people who leave it, now receive good support from workers who know them
well. Children who are in need of help and protection do not always get it at the right time. A long period in which the two
most senior posts were held by interim staff slowed the pace of change. The appointment of a permanent director of
children's services in March 2025 has brought clearer direction, and the council's self-evaluation is now candid and largely
accurate.

## What needs to improve?

- The timeliness of decisions when concerns about children are first reported, particularly at evenings and weekends.
- The quality of written plans for children in need, so that families understand what must change and by when.
- The oversight by managers of children who are living with neglect.
- The proportion of children who are offered a return home interview after going missing, and the use made of what they say.
- The reliability of the performance information that leaders use.

## The experiences and progress of children who need help and protection: requires improvement to be good

1. Most children and families who need early help receive it from skilled family hub workers. Assessments are clear and draw
on what schools and health visitors know. Parents told inspectors that workers did what they said they would do.

2. Concerns about children are received by the integrated front door. In the daytime, contacts are screened by experienced
staff, and thresholds are understood by most partners. In too many cases, however, a decision is not made within one working
day. Inspectors saw children who had waited up to four days before anyone spoke to their parents.

3. The emergency duty team covers evenings and weekends with too few staff. Its records are brief, and important information
is not always passed on to daytime teams. Leaders had begun to strengthen the team before the inspection.

4. When children are at immediate risk, strategy meetings are held quickly and are attended by the police and by health
professionals. The reasons for decisions are well recorded. Child protection enquiries are thorough and lead to appropriate
next steps.

5. The quality of assessments varies. The best are rich in detail about children's lives and wishes. Weaker ones describe
events at length without weighing what they mean for the child.

6. Plans for children in need are often too long. They list the services that a family should attend rather than what must
be different for the child. As a result some children remain on plans for many months with little change.

7. Children who live with neglect do not all receive a timely response. Managers' oversight is regular, but it is not always
challenging, and a small number of children had been the subject of repeated plans. The tool for assessing neglect that was
introduced in 2024 is used in fewer than half of the cases where it would help.

8. Disabled children are visited regularly by workers who communicate with them in ways that suit them. Short breaks are
valued by families, although some have waited more than six months for an overnight stay.

9. Children at risk of exploitation benefit from determined work by a small specialist team. Plans to disrupt those who
exploit children are shared promptly with the police.

10. Return home interviews are not offered to all children who go missing. When interviews take place, they are often late,
and patterns in what children say are not brought together to inform wider work.

11. The designated officer service responds well to allegations against adults who work with children. Advice to schools and
clubs is prompt, and outcomes are tracked until they are known.

12. Children aged 16 and 17 who become homeless are assessed jointly by social workers and housing officers. They are told
of their rights in plain language, and bed and breakfast accommodation is not used.

13. Private fostering arrangements are not well identified. Only three were known to the council at the time of the
inspection.

## The experiences and progress of children in care: good

14. Decisions that children should come into care are made carefully and, for most, at the right time. Work before
proceedings is well managed, and an edge of care team has helped 83 children to remain safely with their families in the
past year.

15. Children are visited often, by social workers who take the trouble to get to know them. Life-story work is a strength.
Several children showed inspectors books that they had made with their workers and foster carers.

16. Most children live in stable homes with foster carers who meet their needs. Brothers and sisters live together whenever
this is right for them. Leaders know that there are too few foster carers for teenagers, and recruitment is gathering pace.

17. Independent reviewing officers see children between reviews and write to them in warm and simple words. Their challenge
to social workers is increasingly effective.

18. The virtual school has high ambitions. Personal education plans are completed on time, and most contain precise targets.
Attendance of children in care is improving, and the number who are suspended has halved in two years.

19. Children's health needs are met well. Initial health assessments, which were a weakness at the previous inspection, are
now almost always held within the expected time.

20. Unaccompanied asylum-seeking children are welcomed and well supported. They are helped to learn English, to practise
their faith and to find friends.

21. When adoption is the plan for children, it is achieved without unnecessary delay. The regional agency prepares adopters
well.

22. No child was living in an unregistered children's home at the time of the inspection.

## The experiences and progress of care leavers: good

23. Personal advisers are persistent and kind. They stay in touch with almost all care leavers, including those in custody
and those living outside the area.

24. Pathway plans are written with young people and are reviewed when their circumstances change. Health histories are given
to young people when they reach 18.

25. Most care leavers live in suitable accommodation. The council is guarantor for tenancies, and care leavers have priority
for social housing. A small number wait too long for a first home of their own.

26. The proportion of care leavers who are in education, employment or training has risen, helped by paid apprenticeships
within the council. The local offer is clear, although young people said that help with the cost of travel to work was hard
to obtain.

## The impact of leaders on social work practice with children and families: requires improvement to be good

27. The director of children's services, who took up post in March 2025, has quickly gained an understanding of what needs
to be done. Political leaders are committed to children. They have protected the budget for early help and meet care leavers
regularly.

28. Leaders' information about performance is not reliable enough. Two recording systems are in use, and some measures are
still counted by hand. This has led to mistakes in reports to the corporate parenting board.

29. Audits take place every month and involve social workers. Moderation is rigorous, but learning is not yet followed
through in every team.

30. Social workers told inspectors that they like working in Stanwold. Caseloads have fallen in most teams, although they
remain too high in the assessment service. The use of agency staff has reduced since 2023, and newly qualified social
workers are well supported.

31. Partnerships are maturing. The arrangements made by the safeguarding partners were revised in December 2024 and schools
are now represented on the executive group.

Verity Saxelby-Crane//His Majesty's Inspector

This letter is invented and is not a publication of Ofsted.
"""
