"""The numbered clauses of the division's manual, in short, and those that a test holds the portal to.

A clause's test says `@pytest.mark.clause("4(c)")`. What is not covered yet is in CLAUSES and not in
COVERED, so that the list always says how far the portal has come.
"""

CLAUSES = {
    "1": "Guidance for the capture, storage and use of data obtained with ALPR.",
    "2¶1": "ALPR serves parking enforcement, and the privacy rights of the public are recognised.",
    "2¶2": "Data and images are for official use and not open to public review.",
    "3¶1": "Uses: overdue citations, electronic chalking, stolen or wanted vehicles, the police.",
    "3¶2": "The Parking Manager manages equipment, retention and access, and assigns staff.",
    "3.1": "The Parking Manager develops the guidelines and procedures that the Civil Code asks for.",
    "3.1(a)": "Job titles and designations of those who may use or access the system.",
    "3.1(b)": "Training requirements for authorised users.",
    "3.1(c)": "How the system is monitored for security and compliance with privacy laws.",
    "3.1(d)": "Records of access are maintained as Civil Code 1798.90.52 asks.",
    "3.1(e)": "Title and name of the current designee.",
    "3.1(f)": "Retention and destruction with Information Technology and the Custodian of Records.",
    "3.1(g)": "The policy is conspicuously posted on the website.",
    "4": "Use is restricted to the purposes of the manual; nobody lets others use it for another.",
    "4(a)": "Official Parking Division business only.",
    "4(b)": "In conjunction with any routine operation of the division.",
    "4(c)": "Nobody operates the equipment or accesses data without completed, approved training.",
    "4(d)": "No access to department, state or federal data unless authorised.",
    "4(e)": "Scofflaws: registration and past-due status are verified before a boot or a tow.",
    "5¶1": "Proper collection and retention; data go from the vehicles to the designated storage.",
    "5¶2": "Stored for two years at least, then purged; evidence is exported and booked.",
    "6": "Data are closely safeguarded by procedural and technological means.",
    "6(a)": "Accessible only through a login and password, every access documented by name, date and time.",
    "6(b)": "Access for legitimate purposes of the division only.",
    "6(c)": "Audits of the system on a regular basis.",
    "7¶1": "Shared with the police department only, and with other agencies as the law permits.",
    "7¶2": "Other requests follow the Records Maintenance and Release Policy.",
    "8": "Approved training for everybody who is authorised.",
}

# 5¶2 is covered in its first half: nothing is deleted or made younger. Purge and evidence are to come.
COVERED = {
    *("2¶1", "2¶2", "3¶1", "3.1(c)", "3.1(d)", "4(a)", "4(b)", "4(c)", "4(e)"),
    *("5¶1", "5¶2", "6(a)", "6(b)", "6(c)"),
}
