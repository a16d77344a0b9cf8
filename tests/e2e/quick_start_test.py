"""One file makes an empty book of a building: docs/quick_start.md, typed as it stands."""
import pathlib
import tempfile
import unittest

from typed_page import Ports, check_page, steps, type_all

LINES = 18


class QuickStart(unittest.TestCase):
    def test_a_new_user_gets_from_nothing_to_a_polled_building_by_the_page(self):
        typed = steps("quick_start.md")
        self.assertGreaterEqual(len(typed), 5)
        with tempfile.TemporaryDirectory(prefix="meterbook-") as folder:
            said = type_all(pathlib.Path(folder), [commands for commands, _ in typed],
                            Ports({"8080": 1, "15020": LINES}))
        check_page(self, typed, said)


if __name__ == "__main__":
    unittest.main()
