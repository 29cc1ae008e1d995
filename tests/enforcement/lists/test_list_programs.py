"""Files by program, and a dry run's rows as a file: fields named, cells harmless."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from enforcement.models import Hotlist, HotlistImport
from tests.conftest import Ledger
from tests.enforcement.lists.sending import csv_of, tried, worked
from tests.factories.enforcement_lists import HotlistImportFactory, ImportRowFactory

PLACE = "/api/v1/lists/scofflaw/imports"
DATA = csv_of("8ABC123,CA,6,412.50,,")


def file(data: bytes = DATA, name: str = "list.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "text/csv")


def test_a_program_sends_a_file_and_asks_what_became_of_it(
    desk: Client, scofflaws: Hotlist, ledger: Ledger
) -> None:
    answer = desk.post(PLACE, {"file": file(), "apply_by_itself": "yes"})
    assert answer.status_code == 202
    said = answer.json()
    made = HotlistImport.objects.get()
    assert (said["id"], said["state"], said["whole"]) == (str(made.uid), "waiting", True)
    assert (made.way, made.apply_by_itself) == ("api", True)
    worked(made)
    assert desk.get(f"/api/v1/imports/{made.uid}").json()["state"] == "applied"
    assert [(one.username, one.result) for one in ledger.records("api.list_imports")] == [
        ("manager", "shown")
    ]


@pytest.mark.parametrize(
    ("sent", "field", "said"),
    [
        (lambda: {}, "file", "Choose a CSV or XLSX file."),
        (lambda: {"file": "text"}, "file", "Choose a CSV or XLSX file."),
        (lambda: {"file": file(b"")}, "file", "The file is empty."),
        (lambda: {"file": file(name="list.pdf")}, "file", "Send a CSV or an XLSX file"),
        (lambda: {"file": file(), "whole": "perhaps"}, "whole", "Say yes (the whole list)"),
        (lambda: {"file": file(), "apply_by_itself": "1"}, "apply_by_itself", "Say yes or no."),
    ],
    ids=["none", "text", "empty", "ending", "whole", "apply"],
)
def test_wrong_fields_are_named_in_problem_json(
    desk: Client, scofflaws: Hotlist, ledger: Ledger, sent: object, field: str, said: str
) -> None:
    answer = desk.post(PLACE, sent())
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert list(answer.json()["fields"]) == [field]
    assert said in answer.json()["fields"][field][0]
    assert not HotlistImport.objects.exists()
    assert ledger.last("api.list_imports").result == "refused"


@pytest.mark.parametrize("content_type", ["application/json", "text/csv"])
def test_what_is_no_form_is_refused_as_a_problem(desk: Client, scofflaws: Hotlist, content_type: str) -> None:
    answer = desk.post(PLACE, data=DATA, content_type=content_type)
    assert 400 <= answer.status_code < 500
    assert answer["Content-Type"] == "application/problem+json"


def lines_of(answer: object) -> list[dict[str, str]]:
    text = b"".join(answer) if answer.streaming else answer.content
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))


def test_refused_rows_name_row_and_column_in_the_download(
    desk: Client, boss: User, scofflaws: Hotlist, ledger: Ledger
) -> None:
    data = csv_of(
        "8ABC123,CA,6,412.50,,", "7XYZ999,ZZ,5,100,,", '=HYPERLINK("x"),CA,5,1,,', "5OLD555,CA,9,-3,,"
    )
    made = tried(scofflaws, data, by=boss)
    answer = desk.get(f"/imports/{made.uid}/rows.csv?show=refused")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith('attachment; filename="scofflaw-refused-')
    assert [(line["row"], line["column"]) for line in lines_of(answer)] == [
        ("3", "state"),
        ("4", "plate"),
        ("5", "amount due"),
    ]
    assert all(line["why refused"] for line in lines_of(answer))
    assert ledger.last("enforcement.import_rows").result == "shown"


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", " ="])
def test_no_cell_of_the_download_is_a_formula(desk: Client, scofflaws: Hotlist, begin: str) -> None:
    wrong = f"{begin}cmd|' /C calc'!A0"
    made = HotlistImportFactory(hotlist=scofflaws, added=1, refused=1)
    ImportRowFactory(list_import=made, reason=wrong, reference=wrong)
    ImportRowFactory(
        list_import=made, outcome="refused", plate="", region="", reason="", column=wrong, problem=wrong
    )
    (added,) = lines_of(desk.get(f"/imports/{made.uid}/rows.csv?show=added"))
    (refused,) = lines_of(desk.get(f"/imports/{made.uid}/rows.csv?show=refused"))
    told = {added["reason"], added["reference"], refused["column"], refused["why refused"]}
    assert told == {f"'{wrong}"}
