"""What several papers share: the council's name and address, its cabinet, and the sentence that says it is invented."""

COUNCIL = "Stanwold Council"
ADDRESS = "Guildmarket House, Wharfgate, Stanwold SX1 4QD"
INVENTED = "Stanwold Council, its councillors, officers, schools and figures are invented. This is a sample paper."
CABINET = (
    ("Councillor Marian Thackwray (Chair)", "Leader of the Council"),
    ("Councillor Idris Vennor (Vice-Chair)", "Deputy Leader and Cabinet Member for Finance and Assets"),
    ("Councillor Josephine Arkle", "Cabinet Member for Children, Families and Learning"),
    ("Councillor Davinder Lyall", "Cabinet Member for Adult Social Care and Public Health"),
    ("Councillor Peter Hollinsby", "Cabinet Member for Highways and Transport"),
    ("Councillor Abena Marsh-Osei", "Cabinet Member for Housing and Communities"),
    ("Councillor Gareth Tollworthy", "Cabinet Member for Environment and Climate"),
    ("Councillor Simone Rakewell", "Cabinet Member for Corporate Services"),
)
