"""The rows this app owns, one noun a file."""

from accounts.models.acknowledgement import Acknowledgement, PostedPolicy
from accounts.models.designation import Designation
from accounts.models.organisation import Organisation
from accounts.models.role_grant import RoleGrant
from accounts.models.sign_in import SignIn
from accounts.models.training_record import TrainingRecord
from accounts.models.user import User

__all__ = [
    "Acknowledgement",
    "Designation",
    "Organisation",
    "PostedPolicy",
    "RoleGrant",
    "SignIn",
    "TrainingRecord",
    "User",
]
