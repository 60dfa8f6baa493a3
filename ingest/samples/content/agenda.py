"""The front of the Cabinet pack of 14 October 2025: notice of the meeting, agenda, and notices to the public.

`{name}` stands for the printed pages of the part of that name, such as "Pages 5 - 10".
"""

TEXT = """
# Public Document Pack

## Cabinet

A meeting of the **Cabinet** of Stanwold Council will be held in the Council Chamber, Guildmarket House, Wharfgate, Stanwold
SX1 4QD on **Tuesday 14 October 2025 at 10.00 am**.

## Agenda

1. **APOLOGIES FOR ABSENCE**

2. **DECLARATIONS OF INTEREST**//Members are asked to declare any disclosable pecuniary interest or other registerable
interest in any item on this agenda.

3. **MINUTES** ({minutes})//To confirm as a correct record the minutes of the meeting of the Cabinet held on 9 September
2025.

4. **LEADER'S ANNOUNCEMENTS**

5. **PUBLIC QUESTIONS AND PETITIONS**//To receive questions and petitions of which notice has been given under Cabinet
Procedure Rule 9.

6. **SPECIAL SCHOOL PLACES: EXPANSION OF WITHYBECK SCHOOL** ({places})//To consider a report of the Executive Director,
Children and Learning, seeking approval to publish statutory proposals and to commit the capital budget.

7. **STATUTORY DUTIES: ANNUAL ASSURANCE STATEMENT** ({assurance})//To consider a joint report of the Executive Director,
Children and Learning and the Executive Director, Adults and Public Health.

8. **OFSTED INSPECTION OF CHILDREN'S SERVICES** ({inspection})//To receive the letter published by Ofsted on 28 July 2025
and to agree the council's response.

9. **FORWARD PLAN** ({plan})//To note the plan of key and other decisions for 1 October 2025 to 31 January 2026.

10. **SCRUTINY WORK PROGRAMME** ({programme})//To note the work programme of the Children and Adults Scrutiny Committee for
2025/26.

11. **URGENT BUSINESS**//To consider any item which the Chair, by reason of special circumstances to be recorded in the
minutes, is of the opinion should be considered as a matter of urgency.

12. **EXCLUSION OF THE PRESS AND PUBLIC**//There are no items on this agenda from which it is proposed to exclude the
public.

**Rosalind Tarn**//Director of Law and Governance//6 October 2025

---

### Members of the Cabinet

{members}

The quorum is three members. Reports marked as key decisions were included in the Forward Plan published on 1 September
2025.

---

## Information for members of the public

### Attending the meeting

Meetings of the Cabinet are open to the public. The Council Chamber is on the first floor of Guildmarket House and can be
reached by lift from the Wharfgate entrance. A hearing loop is fitted. If you need this agenda in large print, in Braille or
in another language, please give us as much notice as you can. The agenda and reports can also be read at each of the
council's five libraries.

### Filming and recording

This meeting will be broadcast live on the council's website and the recording kept for twelve months. Anyone may film,
photograph, audio-record or report on the meeting through social media while it is open to the public, provided that this
does not disturb the meeting. Members of the public who do not wish to be filmed should speak to the Democratic Services
officer before the meeting begins; the public gallery to the left of the entrance is outside the view of the council's own
cameras.

### Declarations of interest

A member with a disclosable pecuniary interest in any business of the Cabinet must:

- disclose the interest at the start of that item, or as soon as it becomes apparent;
- take no part in the discussion of the item and not vote on it, unless a dispensation has been granted; and
- withdraw from the room while the item is considered.

Advice should be sought from the Monitoring Officer, Rosalind Tarn, before the day of the meeting wherever possible.

### Public questions

Any person who lives, works or studies in the council's area may ask one question at an ordinary meeting of the Cabinet.
Notice must be given in writing, and must reach Democratic Services by noon on the third working day before the meeting.
Fifteen minutes are set aside for questions, and one supplementary question, without debate, is allowed to each questioner.
A petition with at least 1,200 signatures of local people entitles its organiser to address the Cabinet for five minutes.

### In the event of fire

If the alarm sounds continuously, leave by the nearest exit, which is marked in green. Do not use the lift and do not stop
to collect belongings. The assembly point is the Corn Steps on the far side of Wharfgate. Officers will help anyone who
cannot use the stairs to the refuge beside the east staircase. No test of the alarm is planned for the day of the meeting.

### Call-in

Decisions of the Cabinet, other than those agreed to be urgent, do not take effect until five clear working days after they
are published. During that time any six members of the council who are not members of the Cabinet may ask for a key decision
to be called in to the relevant scrutiny committee.

### Contact

For more about this agenda please contact Imogen Delph, Senior Democratic Services Officer, on 01632 960417 or by email at
democratic.services@stanwold.example.

{invented}
"""
