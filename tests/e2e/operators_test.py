"""From an empty directory to a signed-in operator: `meterbook operator`, then a real server."""
import json
import subprocess
import tempfile
import unittest
import urllib.error
import urllib.request
from pathlib import Path

from played_book import BINARIES
from served_book import SITE, served

SECRET = "correct horse battery"


class Operators(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="meterbook-")
        self.addCleanup(folder.cleanup)
        self.book = Path(folder.name) / "book"

    def operator(self, *words, said=SECRET + "\n"):
        run = subprocess.run([BINARIES / "meterbook", "operator", *words], input=said,
                             capture_output=True, text=True, check=False, timeout=120)
        return run.returncode, run.stdout, run.stderr

    def ask(self, url, method, path, body=None, **headers):
        content = None if body is None else json.dumps(body).encode()
        wish = urllib.request.Request(url + path, content, method=method, headers={
            "Content-Type": "application/json",
            **{name.replace("_", "-"): value for name, value in headers.items()}})
        try:
            with urllib.request.urlopen(wish, timeout=60) as answer:
                return answer.status, answer.headers, json.loads(answer.read())
        except urllib.error.HTTPError as refused:
            return refused.code, refused.headers, json.loads(refused.read())

    def test_the_first_one_of_an_empty_book_is_an_administrator_and_stays_one(self):
        code, _, fault = self.operator("add", "li", self.book, "--role", "cashier")
        self.assertEqual(code, 2)
        self.assertIn("administrator", fault)
        code, said, fault = self.operator("add", "chen", self.book, "--role", "administrator")
        self.assertEqual((code, fault), (0, ""), said)
        code, _, fault = self.operator("disable", "chen", self.book)
        self.assertEqual(code, 2)
        self.assertIn("nobody could let others in", fault)
        code, _, fault = self.operator("password", "chen", self.book, said="short\n")
        self.assertEqual(code, 2)
        self.assertIn("at least 10", fault)
        code, said, _ = self.operator("list", self.book, "--json")
        self.assertEqual((code, [row["operator"] for row in json.loads(said)]), (0, ["chen"]))

    def test_who_was_added_signs_in_configures_and_signs_out(self):
        for words in (("add", "chen", self.book, "--role", "administrator"),
                      ("add", "erp", self.book, "--role", "read_only", "--machine")):
            self.assertEqual(self.operator(*words)[0], 0)
        _, bearer, _ = self.operator("key", "erp", "till-3", self.book)
        with served(self.book) as url:
            self.assertEqual(self.ask(url, "GET", "/v1/site")[0], 401)
            status, headers, body = self.ask(url, "POST", "/v1/sessions",
                                             {"operator": "chen", "password": SECRET})
            self.assertEqual(status, 201, body)
            session = {"Cookie": headers["Set-Cookie"].partition(";")[0]}
            self.assertEqual(self.ask(url, "PUT", "/v1/site", SITE, **session)[0], 403)
            session["X_CSRF_Token"] = body["csrf_token"]
            self.assertEqual(self.ask(url, "PUT", "/v1/site", SITE, **session)[0], 201)
            machine = {"Authorization": "Bearer " + bearer.strip()}
            self.assertEqual(self.ask(url, "GET", "/v1/site", **machine)[0], 200)
            status, _, problem = self.ask(url, "PUT", "/v1/site", SITE, **machine)
            self.assertEqual((status, problem["field"]), (403, "site.edit"))
            self.assertEqual(self.ask(url, "DELETE", "/v1/sessions/current", **session)[0], 200)
            self.assertEqual(self.ask(url, "GET", "/v1/site", **session)[0], 401)
        code, said, fault = self.operator("list", self.book)
        self.assertEqual(code, 0, fault)
        self.assertIn("machine", said)
        verified = subprocess.run([BINARIES / "meterbook", "verify", self.book],
                                  capture_output=True, text=True, check=False, timeout=120)
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)


if __name__ == "__main__":
    unittest.main()
