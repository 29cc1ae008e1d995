"""Words on and around plates that are not serials: state names, slogans, dealers' frames, makers' badges,
signs.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher, get_close_matches

STATES = {
    "ALABAMA": "us-al", "ALASKA": "us-ak", "ARIZONA": "us-az", "ARKANSAS": "us-ar", "CALIFORNIA": "us-ca",
    "COLORADO": "us-co", "CONNECTICUT": "us-ct", "DELAWARE": "us-de", "FLORIDA": "us-fl", "GEORGIA": "us-ga",
    "HAWAII": "us-hi", "IDAHO": "us-id", "ILLINOIS": "us-il", "INDIANA": "us-in", "IOWA": "us-ia",
    "KANSAS": "us-ks", "KENTUCKY": "us-ky", "LOUISIANA": "us-la", "MAINE": "us-me", "MARYLAND": "us-md",
    "MASSACHUSETTS": "us-ma", "MICHIGAN": "us-mi", "MINNESOTA": "us-mn", "MISSISSIPPI": "us-ms",
    "MISSOURI": "us-mo", "MONTANA": "us-mt", "NEBRASKA": "us-ne", "NEVADA": "us-nv", "NEW HAMPSHIRE": "us-nh",
    "NEW JERSEY": "us-nj", "NEW MEXICO": "us-nm", "NEW YORK": "us-ny", "NORTH CAROLINA": "us-nc",
    "NORTH DAKOTA": "us-nd", "OHIO": "us-oh", "OKLAHOMA": "us-ok", "OREGON": "us-or", "PENNSYLVANIA": "us-pa",
    "RHODE ISLAND": "us-ri", "SOUTH CAROLINA": "us-sc", "SOUTH DAKOTA": "us-sd", "TENNESSEE": "us-tn",
    "TEXAS": "us-tx", "UTAH": "us-ut", "VERMONT": "us-vt", "VIRGINIA": "us-va", "WASHINGTON": "us-wa",
    "WEST VIRGINIA": "us-wv", "WISCONSIN": "us-wi", "WYOMING": "us-wy", "WASHINGTON DC": "us-dc",
}  # fmt: skip

SLOGANS = {
    "HEART OF DIXIE": "us-al", "SWEET HOME ALABAMA": "us-al", "THE LAST FRONTIER": "us-ak",
    "GRAND CANYON STATE": "us-az", "THE NATURAL STATE": "us-ar", "DMV CA GOV": "us-ca",
    "CONSTITUTION STATE": "us-ct", "THE FIRST STATE": "us-de", "SUNSHINE STATE": "us-fl",
    "MYFLORIDA COM": "us-fl", "PEACH STATE": "us-ga", "ALOHA STATE": "us-hi", "SCENIC IDAHO": "us-id",
    "FAMOUS POTATOES": "us-id", "LAND OF LINCOLN": "us-il", "BLUEGRASS STATE": "us-ky",
    "UNBRIDLED SPIRIT": "us-ky", "SPORTSMANS PARADISE": "us-la", "VACATIONLAND": "us-me",
    "SPIRIT OF AMERICA": "us-ma", "PURE MICHIGAN": "us-mi", "GREAT LAKES": "us-mi", "10000 LAKES": "us-mn",
    "SHOW ME STATE": "us-mo", "TREASURE STATE": "us-mt", "THE SILVER STATE": "us-nv",
    "LIVE FREE OR DIE": "us-nh",
    "GARDEN STATE": "us-nj", "LAND OF ENCHANTMENT": "us-nm", "EMPIRE STATE": "us-ny",
    "FIRST IN FLIGHT": "us-nc",
    "PEACE GARDEN STATE": "us-nd", "BIRTHPLACE OF AVIATION": "us-oh", "NATIVE AMERICA": "us-ok",
    "KEYSTONE STATE": "us-pa", "OCEAN STATE": "us-ri", "GREAT FACES GREAT PLACES": "us-sd",
    "VOLUNTEER STATE": "us-tn", "THE LONE STAR STATE": "us-tx", "LIFE ELEVATED": "us-ut",
    "GREATEST SNOW ON EARTH": "us-ut", "GREEN MOUNTAIN STATE": "us-vt", "VIRGINIA IS FOR LOVERS": "us-va",
    "EVERGREEN STATE": "us-wa", "WILD WONDERFUL": "us-wv", "AMERICAS DAIRYLAND": "us-wi",
    "TAXATION WITHOUT REPRESENTATION": "us-dc",
}  # fmt: skip

_WORDS = """
    ACADIA ACCORD ACURA AEROSTAR ALFA ALTIMA AMBULANCE APR AREA ARMADA ASCENT AUDI AUG AUTO AUTOS AVALON
    AVENGER AVIATOR BANK BEETLE BENTLEY BRONCO BUICK CADILLAC CAMARO CAMRY CARAVAN CAVALIER CELICA CHARGER
    CHEROKEE CHEVROLET CHEVY CHRYSLER CITY CIVIC CLOSED COBALT COLORADO COMPASS COROLLA CORVETTE CROSSING
    CROSSTREK CRUZE DATSUN DEALER DEALERS DEC DELIVERY DEPT DIESEL DISABLED DODGE DOLLAR DURANGO ECLIPSE
    ECONOLINE ELANTRA ELECTRIC ELEMENT ENCLAVE ENTER ENTRANCE ENVOY EQUINOX ESCALADE ESCAPE EXIT EXPEDITION
    EXPLORER FEB FERRARI FIAT FIESTA FIRE FLEET FLEX FOCUS FORD FORESTER FREESTYLE FREIGHTLINER FUSION
    GALANT GENESIS GLADIATOR GOLF GROUP HIGHLANDER HONDA HOURS HUMMER HYBRID HYUNDAI IMPALA IMPORTS IMPREZA
    INFINITI INSIGHT ISUZU JAGUAR JAN JEEP JETTA JOURNEY JUL JUN KENWORTH KIA LACROSSE LANCER LAREDO LEGACY
    LESABRE LEXUS LIBERTY LIMITED LINCOLN LOADING LUCID MAIN MALIBU MAR MARKET MASERATI MATRIX MAXIMA MAY
    MAZDA MERCEDES MERCURY METER METRO MINI MITSUBISHI MONTANA MOTOR MOTORS MURANO MUSTANG NAVIGATOR NISSAN
    NOTICE NOV OCT ODYSSEY OLDSMOBILE ONLY OPEN OPTIMA OUTBACK OUTLANDER PARK PARKING PASSAT PASSPORT
    PATHFINDER PATRIOT PAYMENT PENSKE PERMIT PETERBILT PILOT PLYMOUTH POLESTAR POLICE PONTIAC PORSCHE
    PRELUDE PRIUS PRIVATE PROPERTY PULL PUSH QUEST RANGER RENEGADE RENTAL RIDGELINE RIVIAN ROGUE ROVER SAAB
    SALE SALES SANTAFE SATURN SCHOOL SCION SEDONA SENTRA SEP SEQUOIA SERVICE SHERIFF SHERIFFS SHUTTLE SIENNA
    SIERRA SILVERADO SMART SOLARA SONATA SONOMA SORENTO SOUL SPEED SPORT SPORTAGE STATE STOP STREET SUBARU
    SUBURBAN SUPRA SUZUKI TACOMA TAHOE TAURUS TAXI TERCEL TERRAIN TESLA TIGUAN TITAN TOUAREG TOW TOYOTA
    TRAILBLAZER TRAILER TRANSIT TRAVERSE TRIBECA TRUCK TUCSON TUNDRA TURBO TURN UHAUL USA VALET VELOSTER
    VENZA VERSA VETERAN VIDEO VOLKSWAGEN VOLT VOLVO WALK WARNING WELCOME WINDSTAR WRANGLER YIELD YUKON ZONE
"""
BADGES_AND_SIGNS = frozenset(_WORDS.split())
"""Makers, models, dealers' words and street signs."""

_DIGITS_LIKE_LETTERS = str.maketrans("015", "OIS")
_WEB_OR_PHONE = re.compile(
    r"WWW|HTTP|\.(COM|NET|ORG|GOV)\b|"
    r"\d{3}\)|\d{3}[-. ]\d{3}[-. ]\d{4}|\d{3}[-.]\d{4}|\d{3}[-.]\d{3}[-.]|[:/$%@]"
)


_DATE_OR_TIME = re.compile(r"(19|20)\d\d[-=/.][01]\d?([-=/.]|$)|[01]?\d[-/][0-3]?\d[-/](19|20)?\d\d|\d{8}")


def region_of(text: str) -> str:
    """The state that a line names or whose slogan it is ('us-ca'), or ''. Forgives about one letter in
    five.
    """
    letters = _letters(text)
    if len(letters) < 4:
        return ""
    best, region = 0.0, ""
    for words, code in (STATES | SLOGANS).items():
        wanted = _letters(words)
        likeness = _likeness(letters, wanted)
        if likeness > best:
            best, region = likeness, code
    return region if best >= (0.8 if len(letters) > 5 else 0.85) else ""


def is_wording(text: str) -> bool:
    """Whether a line is a state name, slogan, badge, sign, web address, telephone number, or a camera's
    date stamp.
    """
    if _WEB_OR_PHONE.search(text.upper()) or _DATE_OR_TIME.search(text):
        return True
    words = re.findall(r"[A-Z]+", text.upper())
    digits = sum(c.isdigit() for c in text)
    letters = "".join(words)
    as_letters = _letters(text).translate(_DIGITS_LIKE_LETTERS)
    if digits <= 1 and any(word in BADGES_AND_SIGNS for word in (*words, letters, as_letters)):
        return True
    if digits == 0 and len(letters) >= 5 and get_close_matches(letters, BADGES_AND_SIGNS, n=1, cutoff=0.75):
        return True
    if digits <= 1 and len(letters) >= 4 and region_of(text):
        return True
    return len(words) >= 3 and digits == 0


def _letters(text: str) -> str:
    return "".join(c for c in text.upper() if c.isalnum() and c.isascii())


def _likeness(seen: str, wanted: str) -> float:
    if abs(len(seen) - len(wanted)) > max(2, len(wanted) // 3):
        return 0.9 if len(wanted) >= 5 and wanted in seen else 0.0
    return SequenceMatcher(None, seen, wanted, autojunk=False).ratio()
