"""People. Rows are made directly, so that a test may begin with any state; the actions have tests of their
own.
"""

from datetime import timedelta
from importlib import import_module

import factory
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import sessions
from accounts.models import Designation, Organisation, RoleGrant, SignIn, TrainingRecord, User
from accounts.purposes import PURPOSES
from accounts.roles import purposes_of

PASSWORD = "violet-lantern-orchard-29"  # noqa: S105  the tests' people all have it


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation
        django_get_or_create = ("name",)

    name = "Pasadena Parking Division"
    kind = Organisation.Kind.DIVISION


class DesignationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Designation
        django_get_or_create = ("title",)

    title = "Parking Enforcement Officer"


class UserFactory(factory.django.DjangoModelFactory):
    """An enabled employee with a designation; no role, no training."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    full_name = factory.Sequence(lambda n: f"Person Number {n}")
    email = factory.LazyAttribute(lambda person: f"{person.username}@example.org")
    designation = factory.SubFactory(DesignationFactory)
    organisation = factory.SubFactory(OrganisationFactory)

    @classmethod
    def _create(cls, model_class: type[User], *args: object, **kwargs: object) -> User:
        password = kwargs.pop("password", PASSWORD)
        user = model_class(*args, **kwargs)
        user.set_password(password)
        user.save()
        return user

    class Params:
        contractor = factory.Trait(affiliation=User.Affiliation.CONTRACTOR, company="Curbside Systems, Inc.")
        locked = factory.Trait(
            locked_at=factory.LazyFunction(timezone.now), locked_reason="Five failed log-ins."
        )


class RoleGrantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RoleGrant

    user = factory.SubFactory(UserFactory)
    role = "officer"
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=30))


class TrainingRecordFactory(factory.django.DjangoModelFactory):
    """In force; `lapsed=True` makes it one that counted until yesterday."""

    class Meta:
        model = TrainingRecord

    user = factory.SubFactory(UserFactory)
    course = TrainingRecord.Course.INITIAL
    completed_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=100))
    expires_on = factory.LazyAttribute(lambda training: training.completed_on + timedelta(days=365))
    approved_by = factory.SubFactory(UserFactory)

    class Params:
        lapsed = factory.Trait(
            completed_on=factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=366)),
            expires_on=factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=1)),
        )


def person(*roles: str, trained: bool = True, lapsed: bool = False, **values: object) -> User:
    """A person with these roles, an authenticator app, and training in force unless said otherwise."""
    user = UserFactory(**values)
    for role in roles:
        RoleGrantFactory(user=user, role=role)
    if trained or lapsed:
        TrainingRecordFactory(user=user, lapsed=lapsed)
    TOTPDevice.objects.create(user=user, name="Authenticator app", confirmed=True)
    return user


def officer(**values: object) -> User:
    return person("officer", **{"username": "officer", "full_name": "Olive Fields"} | values)


def manager(**values: object) -> User:
    named = {"username": "manager", "full_name": "Magnus Hale", "email": "manager@example.org"}
    return person(
        "parking_manager", designation=DesignationFactory(title="Parking Manager"), **named | values
    )


def administrator(**values: object) -> User:
    named = {"username": "administrator", "full_name": "Ada Quill"}
    return person(
        "administrator", designation=DesignationFactory(title="ALPR Administrator"), **named | values
    )


def auditor(**values: object) -> User:
    named = {"username": "auditor", "full_name": "Audrey Stone"}
    return person("auditor", designation=DesignationFactory(title="Internal Auditor"), **named | values)


def records_officer(**values: object) -> User:
    named = {"username": "records", "full_name": "Rhea Folio"}
    return person(
        "records_officer", designation=DesignationFactory(title="Records Officer"), **named | values
    )


def detective(**values: object) -> User:
    police = OrganisationFactory(name="Pasadena Police Department", kind=Organisation.Kind.POLICE)
    named = {"username": "detective", "full_name": "Dana Marsh", "organisation": police}
    return person("police_user", designation=DesignationFactory(title="Detective"), **named | values)


def untrained(**values: object) -> User:
    return person("officer", trained=False, **{"username": "untrained", "full_name": "Una Newland"} | values)


def lapsed(**values: object) -> User:
    return person("officer", lapsed=True, **{"username": "lapsed", "full_name": "Lars Olden"} | values)


def stranger(**values: object) -> User:
    """Somebody with an account and nothing else: no role, no training, no designation."""
    return person(
        trained=False, **{"username": "stranger", "full_name": "Sam Outis", "designation": None} | values
    )


def usual_purpose(user: User) -> str:
    """A purpose this person's roles may look for, '' where there is none."""
    open_to_them = purposes_of(user.roles_in_force(timezone.now()))
    return next((code for code in PURPOSES if code in open_to_them), "")


def log_in(
    client: Client, user: User, *, purpose: str | None = None, reference: str = "", second_factor: bool = True
) -> Client:
    """Give the client a session that has passed every step of logging in, and state a purpose (None: a usual
    one).
    """
    now = timezone.now()
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    sessions.begin(session, now)
    device = TOTPDevice.objects.filter(user=user, confirmed=True).first()
    if second_factor and device is not None:
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    code = usual_purpose(user) if purpose is None else purpose
    if code:
        named = PURPOSES[code]
        sessions.state_purpose(
            session, named, reference or ("PK-2031845" if named.asks_reference else ""), now
        )
    session.create()
    SignIn.objects.create(user=user, session=sessions.fingerprint(session), started_at=now, last_seen_at=now)
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def code_of(user: User, *, at: float | None = None) -> str:
    """What the person's authenticator app shows now, or at this time (seconds since 1970)."""
    device = TOTPDevice.objects.get(user=user, confirmed=True)
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = timezone.now().timestamp() if at is None else at
    return f"{totp.token():0{device.digits}}"
