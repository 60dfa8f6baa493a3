"""Notice of a Cabinet Member's decision on home to school travel, 25 November 2025, as the council's website would show it."""

TITLE = "Home to School Travel: award of contracts 2026 – 2030"

DETAILS = (
    ("Decision reference", "CMD/2025/58"),
    ("Forward Plan reference", "FP/2025/31"),
    ("Decision maker", "Councillor Josephine Arkle, Cabinet Member for Children, Families and Learning"),
    ("Authority", "Scheme of Delegation to Cabinet Members, paragraph 4.6"),
    ("Decision status", "Decision made"),
    ("Is it a key decision?", "Yes"),
    ("Is it subject to call-in?", "Yes"),
    ("Date of decision", "25 November 2025"),
    ("Date published", "26 November 2025"),
    ("Last date for call-in", "5.00 pm on 3 December 2025"),
    ("Effective from", "4 December 2025, if not called in"),
    ("Wards affected", "All wards"),
    ("Contact officer", "Leanne Orpwood, Head of Travel Assistance, 01632 960452"),
)

DECISION = (
    "That 34 operators be admitted to the council's dynamic market for home to school travel, in the four lots set out below.",
    "That contracts with a total value of up to £31.2 million be awarded under the dynamic market for the period from "
    "1 April 2026 to 31 March 2030.",
    "That authority to award individual routes be delegated to the Head of Travel Assistance, up to a value of £250,000 for "
    "any one route over the life of the contract.",
)

LOTS = (
    ("Lot", "Vehicles", "Operators admitted", "Estimated value over four years"),
    ("Lot 1", "Buses and coaches of more than 16 seats", "6", "£8.4 million"),
    ("Lot 2", "Minibuses of 9 to 16 seats", "9", "£7.9 million"),
    ("Lot 3", "Taxis and cars of up to 8 seats", "14", "£9.7 million"),
    ("Lot 4", "Vehicles adapted for wheelchairs", "5", "£5.2 million"),
)

REASONS = (
    "The present contracts end on 31 March 2026. The council must make suitable travel arrangements, free of charge, for "
    "eligible children under section 508B of the Education Act 1996, and it now arranges travel for 2,310 pupils, of whom 1,140 "
    "have special educational needs.",
    "Spending on home to school travel has risen from £5.1 million in 2022/23 to £7.1 million in 2024/25, and is forecast to be "
    "£7.8 million in 2025/26. A dynamic market under the Procurement Act 2023 lets new operators join at any time, which the "
    "Cabinet Member considers will increase competition, in particular for vehicles adapted for wheelchairs.",
    "Bids were evaluated on price (60%) and quality (40%). The quality questions dealt with safeguarding, the training of "
    "drivers and passenger assistants, and emissions.",
)

ALTERNATIVES = (
    (
        "Extend the present contracts for a year.",
        "Rejected, because the contracts have already been extended twice and may not be extended again.",
    ),
    (
        "Bring all travel in house.",
        "Rejected, because the council would need to buy 118 vehicles at a cost of about £6.9 million. "
        "A trial of ten council-owned minibuses will begin in September 2026.",
    ),
    (
        "Pay a mileage allowance to every family.",
        "Rejected as a complete solution, because many parents cannot drive or are at work. "
        "It will still be offered to any family that prefers it.",
    ),
)

CONSULTATION = (
    "The parent carer forum, 61 schools and 52 operators were consulted between 1 July and 12 September 2025. The Children and "
    "Adults Scrutiny Committee considered the proposal on 18 November 2025 and supported it, asking for passenger assistants to "
    "be kept on routes to special schools. The Cabinet Member has accepted that request.",
)

INTERESTS = ("None.",)

EXEMPT = (
    "The appendix to the report, which gives the prices bid by each operator, is exempt under paragraph 3 of Part 1 of "
    "Schedule 12A to the Local Government Act 1972.",
)

CALL_IN = (
    "Any six members of the council who are not members of the Cabinet may ask for this decision to be called in. A request must "
    "reach the Director of Law and Governance by 5.00 pm on 3 December 2025.",
)
