"""Item 9 of the Cabinet pack: the forward plan for 1 October 2025 to 31 January 2026."""

INTRODUCTION = """
# Stanwold Council

## Forward Plan -- 1 October 2025 to 31 January 2026

1. This plan gives notice, as required by the Local Authorities (Executive Arrangements) (Meetings and Access to
Information) (England) Regulations 2012, of the key decisions that the Cabinet, a Cabinet Member or an officer expects to
take. Notice is given at least 28 clear days before a key decision is made. Other decisions of importance are shown for
information.

2. A key decision is one that is likely to result in the council incurring expenditure or making savings of £500,000 or
more, or to have a significant effect on communities in two or more wards.

3. Where all or part of a report is expected to be exempt, the plan gives the paragraph of Part 1 of Schedule 12A to the
Local Government Act 1972 that applies. Paragraph 3 is information relating to the financial or business affairs of any
particular person, including the council. Representations about a matter that is to be considered in private may be sent to
Democratic Services.
"""

DECISIONS = """
|# 17 24 11 6 10 12 9 11
| Subject | Purpose of the decision | Decision maker | Key | Exempt | Consultation | Anticipated date | Author
| Special School Places: Expansion of Withybeck School (FP/2025/22) | To approve the publication of statutory proposals and
a capital budget | Cabinet | Yes | No | Governors, parents, residents of Withy Lane | 14 October 2025 | Callum Strand
| Statutory Duties: Annual Assurance Statement (FP/2025/24) | To note the statement and agree action on gaps | Cabinet |
No | No | Lead officers | 14 October 2025 | Grace Halewood
| Extra Care Housing at Thornsea: award of construction contract (FP/2025/19) | To award a contract for 72 apartments and
approve the funding agreement | Cabinet | Yes | Part: paragraph 3 | Thornsea Town Council; NHS partners | 11 November 2025 |
Martin Ebbs
| Revenue and Capital Monitoring, Quarter 2 (FP/2025/26) | To note the forecast outturn and approve virements | Cabinet |
Yes | No | Corporate Scrutiny Committee | 11 November 2025 | Anil Pargetter
| Highway Maintenance Term Contract: extension (FP/2025/27) | To extend the contract by two years from 1 April 2026 |
Cabinet | Yes | Part: paragraph 3 | Town and parish councils | 11 November 2025 | Odile Barrowclough
| Home to School Travel: award of contracts 2026 -- 2030 (FP/2025/31) | To admit operators to four lots and award contracts
of up to £31.2 million | Cabinet Member for Children, Families and Learning | Yes | Part: paragraph 3 | Schools; parent
carer forum | 25 November 2025 | Leanne Orpwood
| Care Leavers' Local Offer 2026 (FP/2025/33) | To approve the revised offer, including free bus travel up to the age of
25 | Cabinet | No | No | Care leavers' forum; corporate parenting board | 9 December 2025 | Shanice Broadwater
| Draft Budget 2026/27 and Medium Term Financial Plan (FP/2025/34) | To approve the draft budget for consultation |
Cabinet | Yes | No | All scrutiny committees; businesses; residents | 9 December 2025 | Anil Pargetter
| Family Hubs: commissioning of services from April 2026 (FP/2025/35) | To agree the model for seven hubs and to begin
procurement | Cabinet | Yes | No | Parents; health visitors; schools | 9 December 2025 | Kiran Dhaliwal-Pope
| Council Tax Reduction Scheme 2026/27 (FP/2025/36) | To recommend a scheme to the Council | Cabinet | Yes | No | Public
consultation, September to November 2025 | 9 December 2025 | Anil Pargetter
| Disposal of land at Corn Steps, Stanwold (FP/2025/38) | To approve terms for the sale of 0.6 hectares | Deputy Leader and
Cabinet Member for Finance and Assets | Yes | Full: paragraph 3 | Ward members | 16 December 2025 | Joss Penhallow
| Withybeck School: determination of statutory proposals (FP/2025/40) | To consider representations and determine the
proposals | Cabinet | Yes | No | Statutory four-week representation period | 20 January 2026 | Callum Strand
| School Admission Arrangements 2027/28 (FP/2025/29) | To determine the arrangements after consultation | Cabinet | Yes |
No | Parents; admission authorities; dioceses | 20 January 2026 | Callum Strand
| Dedicated Schools Grant Deficit Management Plan (FP/2025/41) | To approve the revised plan for the high needs block |
Cabinet | Yes | No | Schools Forum | 20 January 2026 | Priya Wetherden
| Fees for Residential and Nursing Care 2026/27 (FP/2025/42) | To set the council's usual rates for older people's care |
Cabinet | Yes | Part: paragraph 3 | Care providers' association | 20 January 2026 | Martin Ebbs
| Local Plan: publication version (FP/2025/17) | To approve the plan for a six-week consultation | Cabinet, then Council |
Yes | No | Planning Policy Advisory Group | 20 January 2026 | Odile Barrowclough
"""
