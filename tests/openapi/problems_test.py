"""Every code that the API's sources can answer with is in the document, and no other."""
import re
import unittest
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
PROBLEM = re.compile(r'Problem\(\s*\d{3},\s*"([a-z_]+)"')
OTHERWISE = re.compile(r'Problem\(\s*\d{3},\s*([^"\s][\w.]*)')
RULE = re.compile(r'"([a-z_]+_must_[a-z_]+)"')  # handed to whoever makes a Problem of it
MISSING = re.compile(r'\{"([a-z]+(?:_[a-z]+)+)",\s*"[a-z]*",\s*"is ')


def sources():
    for path in sorted(ROOT.glob("api/**/*.[ch]pp")):
        if "node_modules" not in path.parts:
            yield path, path.read_text(encoding="utf-8")


def rules():
    text = (ROOT / "ledger/rules/refusal.hpp").read_text(encoding="utf-8")
    return set(re.findall(r'^ *"([a-z_]+)"[,}]', text, re.M))


class Problems(unittest.TestCase):
    def setUp(self):
        text = (ROOT / "api/openapi/document.yaml").read_text(encoding="utf-8")
        self.listed = set(yaml.safe_load(text)["problems"])

    def test_every_code_stands_in_the_document_or_is_a_rule(self):
        said = set()
        for path, text in sources():
            said |= set(PROBLEM.findall(text)) | set(MISSING.findall(text))
            if path.parent.name not in ("tables", "register"):  # their faults have their own codes
                said |= set(RULE.findall(text))
        self.assertGreater(len(said), 30, "the sources are not read")
        self.assertEqual(said - self.listed - rules(), set(),
                         "list these in api/openapi/document.yaml, under problems")
        self.assertEqual(self.listed - said, set(), "nobody answers with these: take them out")

    def test_a_code_is_written_where_it_is_thrown(self):
        for path, text in sources():
            for code in OTHERWISE.findall(text):
                self.assertEqual(code, "missing.code", f"{path.name}: give the code as text")


if __name__ == "__main__":
    unittest.main()
