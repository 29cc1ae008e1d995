from reviews.models.disposition import Disposition
from reviews.models.finding import Finding
from reviews.models.item import ItemReason, ReviewItem
from reviews.models.log_review import LogReview
from reviews.models.plan import PlanDuty, ReviewPlan
from reviews.models.reminder import Reminder
from reviews.models.review import Review, ReviewStep
from reviews.models.staff_plate import StaffPlate
from reviews.models.working_hours import WorkingHours

__all__ = [
    "Disposition",
    "Finding",
    "ItemReason",
    "LogReview",
    "PlanDuty",
    "Reminder",
    "Review",
    "ReviewItem",
    "ReviewPlan",
    "ReviewStep",
    "StaffPlate",
    "WorkingHours",
]
