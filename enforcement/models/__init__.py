from enforcement.models.chalk_mark import ChalkMark
from enforcement.models.chalk_session import ChalkSession
from enforcement.models.check import Check
from enforcement.models.exemption import Exemption
from enforcement.models.hit import Hit
from enforcement.models.hit_step import HitStep
from enforcement.models.holiday import Holiday
from enforcement.models.hotlist import Hotlist
from enforcement.models.hotlist_entry import HotlistEntry
from enforcement.models.hotlist_import import HotlistImport, HotlistImportRow
from enforcement.models.sighting import Sighting
from enforcement.models.vehicle_action import VehicleAction
from enforcement.models.zone import Zone
from enforcement.models.zone_rule import ZoneRule

__all__ = [
    "ChalkMark",
    "ChalkSession",
    "Check",
    "Exemption",
    "Hit",
    "HitStep",
    "Holiday",
    "Hotlist",
    "HotlistEntry",
    "HotlistImport",
    "HotlistImportRow",
    "Sighting",
    "VehicleAction",
    "Zone",
    "ZoneRule",
]
