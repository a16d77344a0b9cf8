"""The judge of answers notices what is not as described, and takes what is."""
import copy
import json
import os
import unittest

from document import Document
from judge_exchanges import Judge

PATH = os.environ.get("METERBOOK_OPENAPI", "build/openapi.json")
SITE = {"name": "S", "zone": "UTC", "currency": "CNY", "payment_methods": ["cash"],
        "plausibility_margin_percent": 120, "poll_interval_s": 1800, "misses_until_lost": 3,
        "cutoff": "manual", "counter": None, "look_back_days": 62, "patience": None,
        "notices": None, "defaults": None}
READ = {"method": "GET", "target": "/v1/site", "status": 200, "content_type": "application/json"}
PROBLEM = {"type": "about:blank", "title": "T", "status": 404, "code": "meter_must_exist",
           "detail": "it is not there"}


class Judging(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.document = Document(PATH)

    def faults(self, body, **changes):
        judge = Judge(self.document)
        judge.judge({**READ, "body": json.dumps(body), **changes})
        return [fault for found in judge.faults.values() for _, faults in found for fault in faults]

    def test_it_takes_what_is_described(self):
        self.assertEqual(self.faults(SITE), [])
        self.assertEqual(self.faults(PROBLEM, target="/v1/meters/M1", status=404,
                                     content_type="application/problem+json"), [])

    def test_it_notices_a_field_that_is_not_described_missing_or_another(self):
        self.assertTrue(self.faults({**SITE, "colour": "red"}))
        self.assertTrue(self.faults({**SITE, "look_back_days": "62"}))
        self.assertTrue(self.faults({**SITE, "cutoff": "never"}))
        less = copy.copy(SITE)
        del less["zone"]
        self.assertTrue(self.faults(less))
        counter = {"service_fee_ppm": 0, "overdraft": 1.5, "hoarding_limit": None,
                   "till_methods": []}
        self.assertTrue(self.faults({**SITE, "counter": counter}), "money is text")

    def test_it_notices_statuses_contents_paths_and_codes(self):
        self.assertTrue(self.faults(SITE, status=202))
        self.assertTrue(self.faults(SITE, content_type="text/html"))
        self.assertTrue(self.faults(SITE, target="/v1/nowhere"))
        self.assertTrue(self.faults({**PROBLEM, "code": "no_such_code"}, status=404,
                                    content_type="application/problem+json"))

    def test_it_notices_headers_that_are_not_described_missing_or_another(self):
        self.assertEqual(self.faults(SITE, headers={"Ledger-Position": "7", "ETag": '"3"'}), [])
        self.assertTrue(self.faults(SITE, headers={"X-Secret": "1"}))
        self.assertTrue(self.faults(SITE, headers={"Ledger-Position": "seven"}))
        self.assertTrue(self.faults(SITE, headers={"ETag": "3"}), "it stands in quotes")
        busy = {**PROBLEM, "status": 503, "code": "book_stopped"}
        said = {"status": 503, "content_type": "application/problem+json"}
        self.assertTrue(self.faults(busy, headers={}, **said), "it says nothing of Retry-After")
        self.assertEqual(self.faults(busy, headers={"Retry-After": "5"}, **said), [])

    def test_it_notices_what_was_asked_for_and_is_not_described(self):
        asked = {"method": "PUT", "target": "/v1/buildings/B1", "status": 200}
        unchanged = {"changed": False}
        self.assertEqual(self.faults(unchanged, asked='{"name": "B"}', **asked), [])
        self.assertTrue(self.faults(unchanged, asked='{"name": "B", "colour": "red"}', **asked))
        self.assertTrue(self.faults(unchanged, asked='{"name": 7}', **asked))
        self.assertTrue(self.faults(unchanged, asked="", **asked), "the body is required")
        self.assertEqual(self.faults(unchanged, asked='{"name": "B1", "building": "B1"}', **asked),
                         [], "a body may repeat the names of its path")
        self.assertEqual(self.faults(SITE, target="/v1/site?at_least=1"), [])

    def test_it_opens_events_by_their_type(self):
        body = {"items": [{"position": 1, "type": "CreditSold"}], "next_cursor": None}
        found = self.faults(body, target="/v1/events")
        self.assertTrue(any("data" in fault for fault in found), found)


if __name__ == "__main__":
    unittest.main()
