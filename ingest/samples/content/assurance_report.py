"""Item 7 of the Cabinet pack: the joint report that introduces the table of statutory duties."""

TEXT = """
# Stanwold Council

## Cabinet -- 14 October 2025

: Report title | Statutory Duties: Annual Assurance Statement 2025
: Report authors | Grace Halewood, Assistant Director, Safeguarding and Quality; Martin Ebbs, Head of Adult Commissioning
: Lead directors | Yusuf Hartnell, Executive Director, Children and Learning; Bridget Lowmoor, Executive Director, Adults
and Public Health
: Lead members | Councillor Josephine Arkle; Councillor Davinder Lyall
: Key decision | No
: Forward Plan reference | FP/2025/24
: Exempt | No
: Wards affected | All
: Appendix | Appendix B: Table of statutory duties and powers

## 1. Purpose of the report

1.1 To give the Cabinet assurance that each of the main duties placed on the council by education, children's and adult
social care law has been identified, that an officer leads on each, and that gaps are known and are being closed.

1.2 The statement is made every October. It was last considered on 15 October 2024, when 61 duties and powers were listed.

## 2. Recommendations

2.1 It is recommended that the Cabinet:

a) notes the assurance statement and the table of duties at Appendix B;

b) agrees that lead officers be named by 31 December 2025 for the five duties that have none; and

c) asks the Children and Adults Scrutiny Committee to examine the duties rated red, beginning with annual reviews of EHC
plans.

## 3. How the table was made

3.1 Officers compared the council's scheme of delegation with the statutory guidance issued to directors of children's
services and of adult social services. Duties that rest with schools, with the integrated care board or with the police
alone are left out. The table gives the officer who leads day to day; it does not alter the statutory responsibilities of
the Director of Children's Services or of the Director of Adult Social Services.

3.2 The codes used in the last column of the table are:

|# 18 42 40
| Code | Post | Postholder on 1 October 2025
| HoS-ADM | Head of School Organisation and Capital | Callum Strand
| HoS-ASC | Head of Adult Assessment and Care | Nerys Coldwell
| HoS-CIC | Head of Children in Care | Benedict Amoah-Reid
| HoS-CIN | Head of Assessment and Child Protection | Lorna Skerrick
| HoS-COM | Head of Adult Commissioning | Martin Ebbs
| HoS-EFF | Head of School Effectiveness | Dr Tamsin Oxborrow
| HoS-EH | Head of Early Help and Early Years | Kiran Dhaliwal-Pope
| HoS-INC | Head of Inclusion and Attendance | Vacant (interim: Paul Ridgewell)
| HoS-LC | Head of Leaving Care | Shanice Broadwater
| HoS-SAF | Head of Safeguarding and Reviewing | Edmund Farthing
| HoS-SEND | Head of SEND Assessment and Review | Olwen Tarrant
| HoS-TRA | Head of Travel Assistance | Leanne Orpwood
| HoS-VS | Virtual School Head | Marcus Adeyinka
| HoS-YJS | Head of Youth Justice | Fenella Stroud

## 4. Findings

4.1 Of the duties listed, the council meets 49 in full. A further eleven are rated amber, because practice is sound but
evidence is incomplete. Four are rated red:

- reviewing every EHC plan within twelve months: 71% of reviews due in the year to August 2025 were held on time;
- deciding EHC needs assessments and finalising plans within 20 weeks: 58% in the year to September 2025;
- offering an assessment to every young carer who appears to need one: 126 of an estimated 340 young carers had been
assessed; and
- reviewing care and support plans for adults: 1,087 people had waited longer than twelve months on 31 August 2025.

4.2 The three powers at the end of the table are listed because the statutory guidance expects the council to be ready to
use them. One warning notice was given to the governing body of a maintained school in 2024/25.

4.3 Waiting times for a Care Act assessment have come down since an additional team of six was recruited in February 2025.
On 31 August 2025, 214 people were waiting for an assessment, compared with 391 a year earlier. The longest wait was 19
weeks, down from 33 weeks.

## 5. Financial implications

5.1 There are no direct financial implications. The work needed to bring the four red duties to amber is estimated at
£465,000 a year, of which £280,000 is already in the budget for 2025/26. The balance of £185,000 will be put forward as
growth in the draft budget for 2026/27.

## 6. Legal implications

6.1 Section 18 of the Children Act 2004 requires the council to appoint a director of children's services, and section 6 of
the Local Authority Social Services Act 1970 a director of adult social services. Section 7 of the 1970 Act requires the
council, in exercising its social services functions, to act under the general guidance of the Secretary of State.

6.2 Failure to carry out a duty may lead to a complaint to the Local Government and Social Care Ombudsman, to judicial
review or, for education and children's services, to a direction by the Secretary of State under section 497A of the
Education Act 1996. The Ombudsman upheld nine complaints about children's and adults' services in 2024/25, four fewer than
in the previous year.

---

## Appendix B: Table of statutory duties and powers

B1. Duties are grouped by service. A lead shown as blank is to be agreed by 31 December 2025.

{duties}
"""
