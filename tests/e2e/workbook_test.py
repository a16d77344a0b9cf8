"""The workbooks of `meterbook`, read and written by openpyxl, which shares nothing with it."""
import datetime
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

from played_book import BINARIES

sys.path.append("/usr/lib/python3/dist-packages")  # of the system's own Python
import openpyxl  # noqa: E402

SITE = {"zone": "Asia/Shanghai", "currency": "CNY", "name": "=Corner", "payment_methods": "cash",
        "plausibility_margin_percent": 200, "poll_interval_s": 1800, "misses_until_lost": 3,
        "cutoff": "manual", "look_back_days": 62}
REGISTER = {
    "site": [SITE],
    "buildings": [{"building": "B1", "name": "东楼"}],
    "lines": [{"line": "L1", "transport": "rtu_over_tcp", "address": "127.0.0.1:1", "baud": 9600,
               "parity": "none", "stop_bits": 1, "response_timeout_ms": 1000, "max_meters": 30}],
    "calendars": [{"calendar": "cn", "name": "China", "day": "2026-10-01", "kind": "holiday"}],
    "tariffs": [{"tariff": "T", "name": "Flat", "effective_from": "2026-01-01T00:00:00Z",
                 "price": "9.95"},
                {"tariff": "U", "name": "Exact", "effective_from": "2026-01-01T00:00:00Z",
                 "price": "0.00000001"}],
    "meters": [{"meter": "M1", "line": "L1", "unit": 1, "profile": "acrel-ddsy1352",
                "number": "000000000017", "ct": 1, "pt": 1, "rated_power_w": 13200,
                "has_relay": True, "mode": "book", "building": "B1", "floor": "1", "room": "101",
                "alarm1": "20.00", "alarm2": "5.00"}],
}


class Workbooks(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="meterbook-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.book = self.folder / "book"
        register = self.folder / "register.json"
        register.write_text(json.dumps(REGISTER))
        run = self.run_program("import", register, self.book, "--new")
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)

    def run_program(self, *words):
        return subprocess.run([BINARIES / "meterbook", *words], capture_output=True, text=True,
                              check=False, timeout=120)

    def bring(self, path):
        run = self.run_program("import", path, self.book, "--json")
        return run.returncode, json.loads(run.stdout), run.stderr

    def exported(self):
        path = self.folder / "register.xlsx"
        run = self.run_program("export", self.book, "--format", "register", "--out", path)
        self.assertEqual(run.returncode, 0, run.stderr)
        return path

    def rows(self, workbook, sheet):
        first, *others = workbook[sheet].iter_rows(values_only=True)
        names = [heading.split(" ")[-1] for heading in first]
        return [dict(zip(names, row)) for row in others]

    def test_an_export_has_typed_cells_a_frozen_header_and_filters(self):
        workbook = openpyxl.load_workbook(self.exported())
        meters = workbook["电表 meters"]
        self.assertEqual(meters.freeze_panes, "B2")
        self.assertEqual(meters.auto_filter.ref, "A1:R2")
        meter = self.rows(workbook, "电表 meters")[0]
        self.assertEqual((meter["unit"], meter["number"], meter["alarm1"]),
                         (1, "000000000017", 20))
        day = self.rows(workbook, "日历 calendars")[0]["day"]
        self.assertEqual(day, datetime.datetime(2026, 10, 1))
        site = workbook["站点 site"]["C2"]
        self.assertEqual((site.value, site.data_type), ("=Corner", "s"), "no formula")
        prices = [tariff["price"] for tariff in self.rows(workbook, "电价 tariffs")]
        self.assertEqual(prices, [9.95, 1e-08])

    def test_what_openpyxl_saves_anew_imports_to_nothing_changed(self):
        path = self.exported()
        openpyxl.load_workbook(path).save(path)
        code, answer, said = self.bring(path)
        self.assertEqual((code, answer["changed"]), (0, 0), (answer, said))

    def test_a_price_that_is_typed_is_that_price(self):
        path = self.exported()
        workbook = openpyxl.load_workbook(path)
        tariffs = workbook["电价 tariffs"]
        headings = [cell.value.split(" ")[-1] for cell in tariffs[1]]
        for name, price in (("V", 0.1), ("W", 0.57999999999999996)):
            row = {"tariff": name, "name": name, "price": price,
                   "effective_from": datetime.datetime(2026, 10, 1, 8, 0)}
            tariffs.append([row.get(each) for each in headings])
        workbook.save(path)
        code, answer, said = self.bring(path)
        self.assertEqual((code, answer["changed"]), (0, 2), (answer, said))
        tariffs = self.rows(openpyxl.load_workbook(self.exported()), "电价 tariffs")
        self.assertEqual([each["price"] for each in tariffs[2:]], [0.1, 0.58])
        self.assertEqual(tariffs[2]["effective_from"], "2026-10-01T00:00:00Z")

    def test_what_was_calculated_or_merged_is_refused_with_its_place(self):
        path = self.exported()
        workbook = openpyxl.load_workbook(path)
        sheet = workbook["电价 tariffs"]
        sheet["D2"] = 1 / 3
        workbook.save(path)
        code, answer, _ = self.bring(path)
        fault = answer["faults"][0]
        self.assertEqual((code, fault["sheet"], fault["row"], fault["column"]),
                         (1, "tariffs", 2, "price"))
        sheet["D2"] = 9.95
        sheet.merge_cells("B2:C2")
        workbook.save(path)
        run = self.run_program("import", path, self.book)
        self.assertEqual(run.returncode, 2)
        self.assertIn("cells B2:C2: they are merged", run.stderr)

    def test_the_template_offers_what_to_choose_and_imports_as_it_is(self):
        path = self.folder / "template.xlsx"
        run = self.run_program("export", "--format", "template", "--out", path)
        self.assertEqual(run.returncode, 0, run.stderr)
        workbook = openpyxl.load_workbook(path)
        self.assertEqual(workbook.sheetnames[:3], ["# 说明 notes", "站点 site", "楼栋 buildings"])
        lines = workbook["线路 lines"]
        self.assertEqual((lines["A1"].value, lines["C4"].value), ("线路编号 line", "rtu_over_tcp"))
        self.assertTrue(all(lines.cell(row, 1).value.startswith("#") for row in (2, 3, 4)))
        lists = {str(each.sqref): each.formula1 for each in lines.data_validations.dataValidation}
        self.assertEqual(lists["C2:C20001"], '"modbus_tcp,rtu_over_tcp,rtu_serial"')
        code, answer, said = self.bring(path)
        self.assertEqual((code, answer["changed"]), (0, 0), (answer, said))

    def test_the_same_file_says_that_nothing_changed(self):
        run = self.run_program("import", self.exported(), self.book)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn("meters: 1 rows, 0 new, 0 changed, 1 unchanged, 0 refused", run.stdout)
        self.assertIn("0 changed: nothing was written", run.stdout)


if __name__ == "__main__":
    unittest.main()
