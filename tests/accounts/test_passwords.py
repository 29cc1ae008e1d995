"""The block-list: what somebody who knows the portal would try first."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.passwords import one_time_password


@pytest.mark.parametrize(
    "password",
    [
        "Pasadena-Parking-2026",
        "p4rking-d1v1sion-77",
        "citation-officer-alpr",
        "my-qwertyuiop-cat-9",
        "lamp-post-98765-tree",
        "correct horse battery staple",
        "ababababababab",
        "password1234567",
        "olivefields-2026x",
    ],
)
def test_passwords_that_are_tried_first_are_refused_with_a_sentence(password: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(
            password, User(username="officer", full_name="Olive Fields", email="olivefields@x.org")
        )
    assert all(sentence.endswith((".", "?")) for sentence in refused.value.messages)


@pytest.mark.parametrize(
    "password", ["violet-lantern-orchard-29", "a walk along the arroyo at dusk", "🚲🦉 tandem übermorgen 5"]
)
def test_passwords_with_spaces_and_any_letters_are_taken(password: str) -> None:
    validate_password(password, User(username="officer", full_name="Olive Fields"))


def test_a_one_time_password_passes_its_own_rules_and_is_another_each_time() -> None:
    made = {one_time_password() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        validate_password(password, User(username="officer", full_name="Olive Fields"))
