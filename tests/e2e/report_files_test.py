"""The workbooks of the reports, opened by openpyxl: every figure is that of the JSON."""
import datetime
import decimal
import io
import pathlib
import random
import sys
import tempfile
import unittest
import urllib.request
import zoneinfo

from played_book import PlayedBook
from random_history import play_history
from served_book import ask, served

sys.path.append("/usr/lib/python3/dist-packages")  # of the system's own Python
import openpyxl  # noqa: E402

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SEED = 11
STEPS = 60
TOKEN = "a-token-for-tests"  # a history may have operators: then nobody else may ask
BEARER = {"Authorization": f"Bearer {TOKEN}"}
NUMBERS = ("money", "energy", "count", "year", "percent")


def workbook(url, path):
    headers = {"Accept": XLSX, "Accept-Language": "zh-CN", **BEARER}
    wish = urllib.request.Request(url + path, headers=headers)
    with urllib.request.urlopen(wish, timeout=60) as answer:
        return openpyxl.load_workbook(io.BytesIO(answer.read()))


def head_lines(reports, name):
    """Title, range, knowledge and who printed it; without a range one less."""
    told = next(each for each in reports if each["report"] == name)
    return 4 if "from" in told["parameters"] else 3


def lasted(value):
    """A duration in seconds. Less than a day is read as a time of day."""
    if isinstance(value, datetime.time):
        value = datetime.timedelta(hours=value.hour, minutes=value.minute, seconds=value.second,
                                   microseconds=value.microsecond)
    return round(value.total_seconds())


def seconds(text):
    """Of "26:03:04"."""
    hours, minutes, rest = map(int, text.split(":"))
    return hours * 3600 + minutes * 60 + rest


def as_json(cell, kind):
    """What a cell says, in the words of the JSON; a time as the clock on the wall showed it."""
    if kind == "duration" and cell.value is not None:
        return lasted(cell.value)
    if isinstance(cell.value, datetime.datetime) and kind != "time":
        return cell.value.date().isoformat()[:7 if kind == "month" else 10]
    return cell.value


def as_workbook(value, kind, zone):
    """What the JSON says, as a workbook holds it."""
    if value in (None, ""):
        return None
    if kind == "time":
        at = datetime.datetime.fromisoformat(value.replace("Z", "+00:00"))
        if at.tzinfo is None:  # of energy that is known by the day alone
            return at
        return at.astimezone(zone).replace(microsecond=0, tzinfo=None)
    if kind == "duration":
        return seconds(value)
    return decimal.Decimal(value) if kind in NUMBERS else value


class ReportFiles(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="meterbook-")
        self.addCleanup(folder.cleanup)
        with PlayedBook(pathlib.Path(folder.name)) as book:
            play_history(book, random.Random(SEED), steps=STEPS)
        self.book = book.path
        self.token_file = pathlib.Path(folder.name) / "token"
        self.token_file.write_text(TOKEN)

    def compare(self, url, name, step=None):
        stepped = f"&step={step}" if step else ""
        told = ask(url, "GET", f"/v1/reports/{name}?lang=zh{stepped}", headers=BEARER)
        self.assertEqual(told["breaches"], 0, name)
        book = workbook(url, f"/v1/reports/{name}?lang=zh{stepped}")
        sheet = book.active
        self.assertEqual(sheet.title, told["title"])
        head = head_lines(ask(url, "GET", "/v1/reports", headers=BEARER)["reports"], name)
        self.assertEqual(sheet.freeze_panes, f"B{head + 2}", name)
        self.assertTrue(sheet.auto_filter.ref.startswith(f"A{head + 1}:"), name)
        header = [cell.value for cell in sheet[head + 1]]
        self.assertEqual(header, [column["heading"] for column in told["columns"]], name)
        zone = zoneinfo.ZoneInfo(told["zone"])
        rows = list(sheet.iter_rows(min_row=head + 2, max_col=len(header)))
        self.assertEqual(len(rows), told["row_count"] + 1, name)
        for cells, row in zip(rows, told["rows"]):
            self.compare_row(cells, row, told["columns"], zone)
        self.compare_totals(rows[-1], told)

    def compare_row(self, cells, row, columns, zone):
        for cell, column in zip(cells, columns):
            shown = as_json(cell, column["kind"])
            expected = as_workbook(row[column["name"]], column["kind"], zone)
            if isinstance(expected, decimal.Decimal):
                self.assertIsInstance(cell.value, (int, float), cell.coordinate)
                shown = decimal.Decimal(repr(cell.value))
            self.assertEqual(shown, expected, (cell.coordinate, column["name"]))

    def compare_totals(self, cells, told):
        if told["columns"][0]["name"] not in told["totals"]:
            self.assertEqual(cells[0].value, "合计")
        for cell, column in zip(cells[1:], told["columns"][1:]):
            total = told["totals"].get(column["name"])
            if column["kind"] == "duration":
                shown = None if cell.value is None else lasted(cell.value)
                self.assertEqual(shown, None if total is None else seconds(total), column["name"])
                continue
            shown = None if cell.value is None else decimal.Decimal(repr(cell.value))
            self.assertEqual(shown, total and decimal.Decimal(total), column["name"])

    def test_every_figure_of_a_workbook_is_that_of_the_json(self):
        with served(self.book, "--token-file", self.token_file) as url:
            for report in ask(url, "GET", "/v1/reports", headers=BEARER)["reports"]:
                for step in report["steps"] or [None]:
                    with self.subTest(report["report"], step=step):
                        self.compare(url, report["report"], step)


if __name__ == "__main__":
    unittest.main()
