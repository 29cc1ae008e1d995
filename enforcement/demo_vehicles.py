"""Which of the drawn vehicles the demonstration's lists look for, and who has a permit.

Some entries are exactly what a frame shows, some nearly, and some are of another state and match nothing.
"""

from enforcement.demo_lists import DemoEntry

UNPAID = "Unpaid notices"

SCOFFLAW = (
    # Exact, by day.
    DemoEntry("0KBD031", "us-ca", UNPAID, "A-20417", "612.50", 7),
    # Exact, by day.
    DemoEntry("0RTM274", "us-ca", UNPAID, "A-20655", "431.00", 5),
    # Exact, by day.
    DemoEntry("0WLK582", "us-ca", UNPAID, "A-21008", "1140.25", 9),
    # Exact, in the lot.
    DemoEntry("0SLD208", "us-ca", UNPAID, "A-21112", "540.00", 6),
    # Exact, of another state.
    DemoEntry("KRT0418", "us-tx", UNPAID, "A-21390", "389.00", 5),
    # Exact, by night.
    DemoEntry("0LMH517", "us-ca", UNPAID, "A-21455", "905.75", 8),
    # Nearly: a zero is read.
    DemoEntry("0GTW44O", "us-ca", UNPAID, "A-21502", "402.00", 5),
    # Nearly: one character more is read.
    DemoEntry("0PWK32", "us-ca", UNPAID, "A-21577", "498.00", 6),
    # Nothing: the frame shows Nevada.
    DemoEntry("012K45", "us-az", UNPAID, "A-21603", "377.00", 5),
    # The Texan one of two vehicles with this number.
    DemoEntry("KLG0952", "us-tx", UNPAID, "A-21640", "365.00", 5),
)
WANTED = (
    DemoEntry("0FJK227", "us-ca", "Stolen vehicle", "26-004871"),
    # Once as listed, and once with a letter O.
    DemoEntry("0AKB068", "us-ca", "Stolen vehicle", "26-004902"),
)
WATCH = (DemoEntry("BKW0327", "us-wa", "Blocks the fire lane again and again", "W-112"),)
PERMITS = (
    DemoEntry("0RFC746", "us-ca", "Lot B permit", "LB-0177"),
    DemoEntry("0TBN915", "us-ca", "Lot B permit", "LB-0203"),
    # Holds a permit, and owes.
    DemoEntry("0SLD208", "us-ca", "Lot B permit", "LB-0218"),
)
RESTRICTED = (DemoEntry("0XGR184", "us-ca", "Named in an inquiry", "IA-26-03"),)

ENTRIES = {
    "scofflaw": SCOFFLAW,
    "stolen": WANTED,
    "watch": WATCH,
    "permit-lot-b": PERMITS,
    "restricted": RESTRICTED,
}
LOOKED_FOR = tuple((one.plate, one.region) for one in (*SCOFFLAW[:6], *WANTED, *WATCH))
"""What a simulated patrol meets now and then."""
