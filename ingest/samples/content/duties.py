"""Appendix B of the Cabinet pack: duties and powers under education, children's and adult social care law.

The Acts and sections are real and the wording a summary of each. Rows are duty, legal basis and lead; a line that begins with
`=` heads a group, and a row without a lead has none yet. Numbers are given when the table is written.
"""

DUTIES = """
= Schools, admissions and attendance
Secure that sufficient schools for providing primary and secondary education are available for the area | Education Act 1996, section 14 | HoS-ADM
Exercise education functions with a view to promoting high standards, fair access to opportunity and the fulfilment of learning potential | Education Act 1996, section 13A | HoS-EFF
Secure enough suitable education and training for young people over compulsory school age but under 19, and for those aged 19 or over who have an EHC plan | Education Act 1996, section 15ZA | HoS-EFF
Arrange suitable education for children of compulsory school age who, because of illness, exclusion or otherwise, may not receive it without such arrangements | Education Act 1996, section 19 | HoS-INC
Make arrangements to identify, so far as possible, children of compulsory school age who are not registered at a school and are not receiving suitable education otherwise | Education Act 1996, section 436A | HoS-INC
Serve a notice on a parent where it appears that a child of compulsory school age is not receiving suitable education | Education Act 1996, section 437 | HoS-INC
Make suitable travel arrangements, free of charge, for eligible children to attend school | Education Act 1996, section 508B | HoS-TRA
Prepare for each academic year a strategy to promote sustainable modes of travel to school | Education Act 1996, section 508A | HoS-TRA
Prepare for each academic year a statement of travel arrangements for persons of sixth form age | Education Act 1996, section 509AA | HoS-TRA
Enable parents to express a preference as to the school at which they wish education to be provided for their child | School Standards and Framework Act 1998, section 86 | HoS-ADM
Make arrangements for parents to appeal against decisions on admission to community and voluntary controlled schools | School Standards and Framework Act 1998, section 94 |
Prepare a scheme dealing with the financing of maintained schools | School Standards and Framework Act 1998, section 48 | DoF
Publish proposals before making a prescribed alteration to a maintained school | Education and Inspections Act 2006, section 19 | HoS-ADM
Make arrangements for ensuring that education functions are exercised with a view to safeguarding and promoting the welfare of children | Education Act 2002, section 175 | HoS-SAF
Provide governors of maintained schools with information, and secure that training is available to them, free of charge | Education Act 2002, section 22 |
Constitute a standing advisory council on religious education | Education Act 1996, section 390 | HoS-EFF
= Special educational needs and disability
Exercise functions with a view to identifying all children and young people in the area who have or may have special educational needs or a disability | Children and Families Act 2014, section 22 | HoS-SEND
Make joint arrangements with partner commissioning bodies about education, health and care provision | Children and Families Act 2014, section 26 | HoS-COM
Keep under review the education, training and social care provision made for children and young people with special educational needs or a disability | Children and Families Act 2014, section 27 | HoS-SEND
Publish a local offer, and keep it under review | Children and Families Act 2014, section 30 | HoS-SEND
Arrange for children, young people and parents to be given advice and information | Children and Families Act 2014, section 32 | HoS-SEND
Secure an EHC needs assessment where a child or young person has or may have special educational needs and it may be necessary for provision to be made under a plan | Children and Families Act 2014, section 36 | HoS-SEND
Secure that an EHC plan is prepared and maintained where an assessment shows it to be necessary | Children and Families Act 2014, section 37 | HoS-SEND
Send the finalised plan as soon as practicable, and in any event within 20 weeks of receiving the request for an assessment | Special Educational Needs and Disability Regulations 2014, regulation 13 | HoS-SEND
Secure the special educational provision specified in an EHC plan | Children and Families Act 2014, section 42 | HoS-SEND
Review every EHC plan in each period of twelve months | Children and Families Act 2014, section 44 | HoS-SEND
= Early years and childcare
Improve the well-being of young children in the area and reduce inequalities between them | Childcare Act 2006, section 1 | HoS-EH
Include in early childhood services, so far as reasonably practicable, sufficient children's centres to meet local need | Childcare Act 2006, section 5A | HoS-EH
Secure, so far as reasonably practicable, sufficient childcare for working parents | Childcare Act 2006, section 6 | HoS-EH
Secure that early years provision is available free of charge for eligible young children | Childcare Act 2006, section 7 | HoS-EH
Establish and maintain a service giving information, advice and assistance to parents | Childcare Act 2006, section 12 |
= Help and protection
Safeguard and promote the welfare of children in need and, so far as is consistent with that, promote their upbringing by their families | Children Act 1989, section 17 | HoS-CIN
Assess whether a young carer has needs for support, where it appears that the young carer may have them | Children Act 1989, section 17ZA | HoS-EH
Make enquiries where there is reasonable cause to suspect that a child is suffering, or is likely to suffer, significant harm | Children Act 1989, section 47 | HoS-CIN
Be satisfied that the welfare of privately fostered children is being satisfactorily safeguarded and promoted | Children Act 1989, section 67 | HoS-CIN
Make arrangements with the other safeguarding partners to safeguard and promote the welfare of children | Children Act 2004, section 16E | DCS
= Children in care and care leavers
Provide accommodation for children in need who require it because no one can care for them | Children Act 1989, section 20 | HoS-CIC
Safeguard and promote the welfare of looked-after children, including their educational achievement | Children Act 1989, section 22 | HoS-CIC
Appoint an officer to discharge the duty to promote the educational achievement of looked-after children | Children Act 1989, section 22(3B) | HoS-VS
Secure, so far as reasonably practicable, sufficient accommodation in the area for looked-after children | Children Act 1989, section 22G | HoS-CIC
Ensure that looked-after children are visited by a representative of the authority | Children Act 1989, section 23ZA | HoS-CIC
Provide a former relevant child under 25 who asks for it with a personal adviser, advice and support | Children Act 1989, section 23CZB | HoS-LC
Establish a procedure for considering representations and complaints by and about looked-after children | Children Act 1989, section 26 | HoS-SAF
Maintain an adoption service | Adoption and Children Act 2002, section 3 | HoS-CIC
Have regard to the corporate parenting principles | Children and Social Work Act 2017, section 1 | DCS
Publish information about services for care leavers (the local offer) | Children and Social Work Act 2017, section 2 | HoS-LC
= Youth justice and participation
Secure, with partners, that youth justice services are available in the area | Crime and Disorder Act 1998, section 38 | HoS-YJS
Formulate and implement a youth justice plan for each year | Crime and Disorder Act 1998, section 40 | HoS-YJS
Make arrangements to identify young people of 16 and 17 who are not participating in education or training | Education and Skills Act 2008, section 12 |
= Adult social care and public health
Promote the well-being of the individual when exercising care and support functions | Care Act 2014, section 1 | DASS
Provide or arrange services that will prevent, delay or reduce needs for care and support | Care Act 2014, section 2 | HoS-COM
Establish and maintain a service giving information and advice about care and support | Care Act 2014, section 4 | HoS-ASC
Promote an efficient and effective market in services for meeting care and support needs | Care Act 2014, section 5 | HoS-COM
Assess an adult who appears to have needs for care and support | Care Act 2014, section 9 | HoS-ASC
Assess a carer who appears to have needs for support | Care Act 2014, section 10 | HoS-ASC
Meet the eligible needs for care and support of an adult who is ordinarily resident in the area | Care Act 2014, section 18 | HoS-ASC
Make enquiries where an adult with care and support needs may be experiencing, or at risk of, abuse or neglect | Care Act 2014, section 42 | HoS-ASC
Establish a Safeguarding Adults Board | Care Act 2014, section 43 | DASS
Arrange an independent advocate for a person who would have substantial difficulty in being involved and has no one to help | Care Act 2014, section 67 |
Provide or arrange after-care for people discharged after detention under certain sections of the Act | Mental Health Act 1983, section 117 | HoS-ASC
Assess the need for support for victims of domestic abuse in safe accommodation, and publish a strategy | Domestic Abuse Act 2021, section 57 | HoS-COM
Take such steps as the council considers appropriate for improving the health of the people in its area | National Health Service Act 2006, section 2B | DPH
= Related duties of administration
Appoint a director of children's services | Children Act 2004, section 18 | CEX
Appoint a director of adult social services | Local Authority Social Services Act 1970, section 6 | CEX
= Powers that the council should be ready to use
May give a warning notice to the governing body of a maintained school | Education and Inspections Act 2006, section 60 | HoS-EFF
May apply to the court for a care order or supervision order | Children Act 1989, section 31 | HoS-CIN
May meet urgent needs for care and support without first carrying out an assessment | Care Act 2014, section 19 | HoS-ASC
"""  # noqa: E501 - a row is a line


def write_table() -> str:
    """The table's markup: number, duty, legal basis and lead, with a row above each group."""
    lines = ["|# 7 50 29 14", "| No. | Duty or power | Legal basis | Lead"]
    number = 0
    for line in DUTIES.strip().splitlines():
        if line.startswith("="):
            lines.append(f"|{line}")
            continue
        number += 1
        lines.append(f"| {number} | {line}")
    return "\n".join(lines)
