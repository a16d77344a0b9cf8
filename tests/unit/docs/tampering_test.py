"""docs/tampering.md names tests: each of them is there."""
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]


def tests_there():
    """"Suite.Name" of what is compiled, and "file_test name" of what is interpreted."""
    for file in (ROOT / "tests").rglob("*.cpp"):
        text = file.read_text(encoding="utf-8")
        for suite, name in re.findall(
                r"(?:TEST|TEST_F|TEST_P|RC_GTEST_PROP)\((\w+),\s*(\w+)", text):
            yield f"{suite}.{name}"
    for file in (ROOT / "tests" / "e2e").glob("*_test.py"):
        for name in re.findall(r"def test_(\w+)", file.read_text(encoding="utf-8")):
            yield f"{file.stem} {name}"


class Tampering(unittest.TestCase):
    def test_every_test_that_the_page_names_is_there(self):
        page = (ROOT / "docs" / "tampering.md").read_text(encoding="utf-8")
        there = list(tests_there())
        named = re.findall(r"`(\w+\.…?\w+…?|\w+_test …?\w+…?)`", page)
        self.assertGreater(len(named), 30)
        for each in named:
            pattern = ".*".join(map(re.escape, each.split("…")))
            self.assertTrue(any(re.match(pattern, test) for test in there), each)


if __name__ == "__main__":
    unittest.main()
