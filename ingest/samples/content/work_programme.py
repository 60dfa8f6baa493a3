"""Item 10 of the Cabinet pack: the work programme of the Children and Adults Scrutiny Committee for 2025/26."""

TEXT = """
# Stanwold Council

## Children and Adults Scrutiny Committee: work programme 2025/26

1. The committee agreed its work programme on 17 June 2025 and last revised it on 16 September 2025. Its Chair is Councillor
Neil Brockhurst. Meetings begin at 6.00 pm in Committee Room 2 at Guildmarket House unless the table says otherwise.

|# 16 30 34 20
| Meeting | Item | What the committee wants to know | Lead officer
| 17 June 2025 | Election of Vice-Chair; work programme | Which topics members of the public have asked for | Imogen Delph
| 17 June 2025 | Waiting times for Care Act assessments | Whether the additional team has reduced the number waiting | Nerys
Coldwell
| 16 September 2025 | Special school places: expansion of Withybeck School | Pre-decision scrutiny of the proposal and of
traffic on Withy Lane | Callum Strand
| 16 September 2025 | Youth justice plan 2025/26 | How first-time entrants compare with those of similar councils | Fenella
Stroud
| 18 November 2025 | Performance of children's services, Quarter 2 | Progress on EHC plans within 20 weeks and on the
improvement plan | Yusuf Hartnell
| 18 November 2025 | Home to school travel: award of contracts | How the cost of each journey will be brought down | Leanne
Orpwood
| 18 November 2025 | Safeguarding Adults Board annual report | What was learned from the two reviews published in 2024/25 |
Bridget Lowmoor
| 13 January 2026 | Draft budget 2026/27 | The effect of proposed savings on children and adults | Anil Pargetter
| 13 January 2026 | Annual reviews of EHC plans | Why 29% of reviews are late, and which schools are affected | Olwen
Tarrant
| 10 March 2026 (at Thornsea Town Hall) | Dentistry for children in care | How many children have seen a dentist in the last
twelve months | Benedict Amoah-Reid
| 10 March 2026 (at Thornsea Town Hall) | Support for unpaid carers | What carers say about breaks and about the carers'
assessment | Nerys Coldwell
| 21 April 2026 | Elective home education | How the council satisfies itself that education is suitable | Paul Ridgewell
| To be arranged | Task group: children missing from home | To follow up the inspectors' findings on return home
interviews | Edmund Farthing

## Task groups

2. A task group may have up to five members and is expected to report within four months. One task group is meeting at
present. It is chaired by Councillor Tom Aske and is examining the support given to young carers; it will report on 13
January 2026.

## Responses awaited from the Cabinet

3. The committee is waiting for responses to two recommendations:

- that every secondary school be asked to name a member of staff to lead on young carers (made on 17 June 2025); and
- that the drop-off loop at Withybeck School be built in Stage 1 of the scheme (made on 16 September 2025).
"""
