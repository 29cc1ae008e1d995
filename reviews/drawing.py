"""Drawing a review: the ledger's facts go through chance and through the rules.

Nothing is written here. Runs under an open access of the ledger (`system_access(…, of_ledger=True)`).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median
from uuid import UUID

from django.utils import timezone

from audit import review_facts
from audit.review_facts import DayCount, Look, Span
from reviews.references import reference_register
from reviews.rules import catalogue as rule
from reviews.rules.hours import Shift, off_shift
from reviews.rules.patterns import beyond_norm, never_opens, same_plate
from reviews.rules.references import reference_empty, reference_repeats, reference_unknown
from reviews.rules.thresholds import Thresholds
from reviews.rules.words import IN_DATABASE, prohibited_words, words_sentence
from reviews.sampling import Population, draw
from reviews.staff_plates import NO_KEY, NoKey, keyed

NORM_OF = timedelta(days=56)
"""How far before the period a person's usual number of looks is taken from."""


@dataclass(frozen=True)
class StaffHash:
    """One row of the register of staff plates. `owner` is the person's uid."""

    owner: str
    name: str
    with_region: str
    bare: str


@dataclass(frozen=True)
class Shifts:
    """Hours by person's uid and by role; a person's own take the place of their roles'."""

    of_people: dict[str, list[Shift]] = field(default_factory=dict)
    of_roles: dict[str, list[Shift]] = field(default_factory=dict)

    def of(self, person: str, roles: str) -> list[Shift]:
        if person in self.of_people:
            return self.of_people[person]
        return [shift for role in roles.split(",") for shift in self.of_roles.get(role, ())]


@dataclass(frozen=True)
class Drawn:
    """One access to review: in the sample, flagged (`reasons`: rule and sentence), or both."""

    access: UUID
    subject: str
    in_sample: bool
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Draw:
    population_count: int
    population_hash: str
    sample_size: int
    items: list[Drawn]
    notes: list[str]


class Flags:
    """What the rules have flagged: the newest access of each pattern stands for it."""

    def __init__(self) -> None:
        self.found: dict[int, dict[str, str]] = defaultdict(dict)

    def add(self, code: str, last: int, sentence: str) -> None:
        """Two patterns of one rule may end in one access: both sentences stand."""
        if sentence:
            before = self.found[last].get(code)
            self.found[last][code] = f"{before} {sentence}" if before else sentence


def draw_review(
    *,
    span: Span,
    seed: str,
    size: int,
    rules: frozenset[str],
    limits: Thresholds,
    shifts: Shifts,
    staff: list[StaffHash],
) -> Draw:
    """Everything there is to review of `span`, in the ledger's order."""
    flags = Flags()
    notes: list[str] = []
    population = Population()
    parts = frozenset(review_facts.parts_of_pages())
    late: dict[tuple[str, date], tuple[int, str, int]] = {}

    def passing() -> Iterator[tuple[UUID, bytes]]:
        for look in review_facts.looks(span):
            if rule.OFF_SHIFT in rules:
                note_off_shift(look, shifts, late)
            if look.door not in parts:
                yield look.uid, look.leaf

    sample = draw(population.passing(passing()), seed=seed, size=size)
    for last, sentence, looks in late.values():
        more = "" if looks == 1 else f" {looks} looks of that day lie outside them."
        flags.add(rule.OFF_SHIFT, last, sentence + more)
    flag_patterns(span, rules, limits, flags)
    flag_references(span, rules, limits, flags)
    if rule.PROHIBITED_WORDS in rules:
        flag_words(span, flags)
    if rule.STAFF_PLATE in rules:
        try:
            flag_staff_plates(span, staff, flags)
        except NoKey:
            notes.append(f"Staff plates were not compared. {NO_KEY}")
    return Draw(
        population_count=population.count,
        population_hash=population.hash,
        sample_size=len(sample),
        items=list(put_together(sample, flags)),
        notes=notes,
    )


def note_off_shift(look: Look, shifts: Shifts, late: dict[tuple[str, date], tuple[int, str, int]]) -> None:
    """One item for each person and day: the first such look tells when it began."""
    if sentence := off_shift(look.at, shifts.of(look.person, look.roles)):
        key = (look.person, look.at.date())
        first, said, looks = late.get(key, (look.id, sentence, 0))
        late[key] = (first, said, looks + 1)


def flag_patterns(span: Span, rules: frozenset[str], limits: Thresholds, flags: Flags) -> None:
    if rule.SAME_PLATE in rules:
        for fact in review_facts.same_plate(span, looks=limits.same_plate_looks, days=limits.same_plate_days):
            flags.add(rule.SAME_PLATE, fact.last, same_plate(fact, limits))
    if rule.NEVER_OPENS in rules:
        for fact in review_facts.unopened_searches(span, searches=limits.unopened_searches):
            flags.add(rule.NEVER_OPENS, fact.last, never_opens(fact, limits))
    if rule.BEYOND_NORM in rules:
        counts = list(review_facts.day_counts(Span(span.start - NORM_OF, span.end)))
        flag_beyond_norm(counts, span, limits, flags)


def flag_beyond_norm(counts: list[DayCount], span: Span, limits: Thresholds, flags: Flags) -> None:
    first = timezone.localdate(span.start)
    everybody = median([fact.looks for fact in counts]) if counts else 0
    of_person: dict[str, list[int]] = defaultdict(list)
    for fact in sorted(counts, key=lambda fact: fact.day):
        if fact.day >= first:
            flags.add(
                rule.BEYOND_NORM, fact.last, beyond_norm(fact, of_person[fact.person], everybody, limits)
            )
        else:
            of_person[fact.person].append(fact.looks)


def flag_references(span: Span, rules: frozenset[str], limits: Thresholds, flags: Flags) -> None:
    if {rule.REFERENCE_EMPTY, rule.REFERENCE_UNKNOWN} & rules:
        register = reference_register()
        for fact in review_facts.reference_texts(span):
            empty = reference_empty(fact)
            if rule.REFERENCE_EMPTY in rules:
                flags.add(rule.REFERENCE_EMPTY, fact.last, empty)
            # What says nothing need not be looked up as well.
            if rule.REFERENCE_UNKNOWN in rules and not empty:
                flags.add(rule.REFERENCE_UNKNOWN, fact.last, reference_unknown(fact, register))
    if rule.REFERENCE_REPEATS in rules:
        for use in review_facts.reference_uses(
            span, plates=limits.reference_plates, people=limits.reference_people
        ):
            flags.add(rule.REFERENCE_REPEATS, use.last, reference_repeats(use, limits))


def flag_words(span: Span, flags: Flags) -> None:
    typed: dict[tuple[str, tuple[str, ...]], tuple[int, int]] = {}
    for fact in review_facts.typed_texts(span, words=IN_DATABASE):
        if words := prohibited_words(fact.text):
            key = (fact.person, words)
            typed[key] = (fact.last, typed.get(key, (0, 0))[1] + 1)
    for (_, words), (last, looks) in typed.items():
        flags.add(rule.PROHIBITED_WORDS, last, words_sentence(words, looks))


def flag_staff_plates(span: Span, staff: list[StaffHash], flags: Flags) -> None:
    """One item for each person and vehicle's owner. The plate is hashed and forgotten."""
    known = {hashed: row for row in staff for hashed in (row.with_region, row.bare)}
    if not known:
        return
    seen: dict[tuple[str, str], tuple[int, int]] = {}
    for fact in review_facts.plates_of_people(span):
        number = fact.plate.rpartition(" ")[2]
        # A plate with its state is compared with its state: the same number elsewhere is another vehicle.
        row = known.get(keyed(fact.plate))
        if row is not None and (number == fact.plate or row.with_region == keyed(fact.plate)):
            last, looks = seen.get((fact.person, row.owner), (0, 0))
            seen[fact.person, row.owner] = (max(last, fact.last), looks + fact.looks)
    names = {row.owner: row.name for row in staff}
    for (person, owner), (last, looks) in seen.items():
        whose = "their own plate" if person == owner else f"a plate of their colleague {names[owner]}"
        often = "once" if looks == 1 else f"{looks} times"
        flags.add(rule.STAFF_PLATE, last, f"Looked up {whose} {often} in the period.")


def put_together(sample: frozenset[UUID], flags: Flags) -> Iterator[Drawn]:
    """Sample and flags as items, each access once, in the ledger's order."""
    named = review_facts.names_of(list(flags.found))
    of_sample = review_facts.numbers_of(sorted(sample))
    for number in sorted({*named, *of_sample}):
        access, subject = named.get(number) or of_sample[number]
        yield Drawn(
            access=access,
            subject=subject,
            in_sample=number in of_sample,
            reasons=tuple(sorted(flags.found.get(number, {}).items())),
        )
