"""The rows this app owns, one noun a file."""

from policy.models.designee import Designee
from policy.models.hearing import Hearing
from policy.models.month_figure import MonthFigure
from policy.models.policy_edit import PolicyEdit
from policy.models.policy_version import PolicyVersion

__all__ = ["Designee", "Hearing", "MonthFigure", "PolicyEdit", "PolicyVersion"]
