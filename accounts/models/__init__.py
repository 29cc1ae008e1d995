"""The rows this app owns, one noun a file."""

from accounts.models.designation import Designation
from accounts.models.organisation import Organisation
from accounts.models.role_grant import RoleGrant
from accounts.models.sign_in import SignIn
from accounts.models.training_record import TrainingRecord
from accounts.models.user import User

__all__ = ["Designation", "Organisation", "RoleGrant", "SignIn", "TrainingRecord", "User"]
