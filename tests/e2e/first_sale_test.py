"""docs/first_sale.md, typed as it stands."""
import pathlib
import tempfile
import unittest

from typed_page import Ports, check_page, steps, type_all


def without_surprise(commands):
    """No reading of a half hour that just begins comes between."""
    return commands.replace('"poll_interval_s": 1800', '"poll_interval_s": 86400')


class FirstSale(unittest.TestCase):
    def test_a_new_user_gets_from_nothing_to_the_first_sale_by_the_page(self):
        typed = steps("first_sale.md")
        self.assertGreaterEqual(len(typed), 8)
        with tempfile.TemporaryDirectory(prefix="meterbook-") as folder:
            said = type_all(pathlib.Path(folder),
                            [without_surprise(commands) for commands, _ in typed],
                            Ports({"8080": 1, "15020": 1}))
        check_page(self, typed, said)


if __name__ == "__main__":
    unittest.main()
