"""Events go to a webhook in their order, each until it is taken, across restarts."""
import base64
import collections
import hashlib
import hmac
import http.server
import json
import signal
import subprocess
import tempfile
import threading
import time
import unittest
from pathlib import Path

from played_book import BINARIES
from served_book import SITE, ask, register, served

KEY = b"0123456789abcdef0123456789abcdef"


class Receiver(http.server.ThreadingHTTPServer):
    """A webhook that does what it is told, post after post; then it takes everything."""

    def __init__(self, *deeds):
        super().__init__(("127.0.0.1", 0), Post)
        self.deeds, self.taken = collections.deque(deeds), []
        self.posts, self.changed, self.gone = 0, threading.Condition(), threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def url(self):
        return f"http://127.0.0.1:{self.server_port}/events"

    def end(self):
        self.gone.set()
        self.shutdown()
        self.server_close()

    def wait_until(self, is_so, patience_s=60):
        with self.changed:
            if not self.changed.wait_for(is_so, patience_s):
                raise AssertionError(f"it does not come: {self.posts} posts, {self.taken}")


class Post(http.server.BaseHTTPRequestHandler):
    def do_GET(self):  # what a redirect that is followed would ask for
        self.answer(200)
        self.server.taken.append("redirected")

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with self.server.changed:
            deed = self.server.deeds.popleft() if self.server.deeds else 204
            self.server.posts += 1
        if deed == "hang":
            self.server.gone.wait(30)
            return
        if deed < 300:
            self.take(body)
        self.answer(deed)
        with self.server.changed:
            self.server.changed.notify_all()

    def take(self, body):
        number, at = self.headers["webhook-id"], self.headers["webhook-timestamp"]
        signed = hmac.new(KEY, f"{number}.{at}.".encode() + body, hashlib.sha256).digest()
        is_signed = self.headers["webhook-signature"] == "v1," + base64.b64encode(signed).decode()
        event = json.loads(body)
        is_same = number == self.headers["Idempotency-Key"] == str(event["position"])
        is_fresh = abs(time.time() - int(at)) < 300
        self.server.taken.append(
            event["position"] if is_signed and is_same and is_fresh else "forged")

    def answer(self, status):
        self.send_response(status)
        if status == 302:
            self.send_header("Location", self.server.url())
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class Forwarding(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="meterbook-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        secret = self.folder / "secret"
        secret.write_text("whsec_" + base64.b64encode(KEY).decode() + "\n", encoding="utf-8")
        secret.chmod(0o600)

    def receiver(self, *deeds):
        receiver = Receiver(*deeds)
        self.addCleanup(receiver.end)
        return receiver

    def forward(self, book, receiver, *more):
        program = subprocess.Popen(
            [BINARIES / "meterbook", "forward", "--progress", self.folder / "progress.json",
             "--book", book, "--to", receiver.url(), "--secret", self.folder / "secret",
             "--look-every", "0.05", "--retry-first", "0.1", "--retry-longest", "0.2",
             "--patience", "1", "--metrics", self.folder / "erp.prom", *more],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.addCleanup(program.stdout.close)
        self.addCleanup(program.kill)
        return program

    def stop(self, program):
        program.send_signal(signal.SIGTERM)
        self.assertEqual(program.wait(timeout=60), 0)

    def progress(self):
        return json.loads((self.folder / "progress.json").read_text(encoding="utf-8"))

    def test_each_is_posted_until_it_is_taken_and_in_its_order(self):
        receiver = self.receiver(204, 500, 302, "hang", 429, 204, 503)
        with served(self.folder / "book") as url:
            ask(url, "PUT", "/v1/site", SITE)
            for number in range(4):
                register(url, number)
            program = self.forward(url, receiver, "--from", "1")
            receiver.wait_until(lambda: len(receiver.taken) == 5)
            self.stop(program)
        self.assertEqual(receiver.taken, [1, 2, 3, 4, 5])

    def test_it_goes_on_where_it_stood_and_a_rebuilt_book_posts_nothing_again(self):
        receiver = self.receiver()
        with served(self.folder / "book") as url:
            ask(url, "PUT", "/v1/site", SITE)
            program = self.forward(url, receiver, "--from", "1")
            receiver.wait_until(lambda: receiver.taken == [1])
            self.stop(program)
            register(url, 1)
            register(url, 2)
        for folder in ("projections", "index", "snapshots"):
            subprocess.run(["rm", "-rf", self.folder / "book" / folder], check=True)
        with served(self.folder / "book") as url:
            program = self.forward(url, receiver, "--from", "1")
            receiver.wait_until(lambda: len(receiver.taken) == 3)
            register(url, 3)
            receiver.wait_until(lambda: len(receiver.taken) == 4)
            self.stop(program)
        self.assertEqual(receiver.taken, [1, 2, 3, 4])

    def test_it_is_told_only_of_what_it_asked_for(self):
        receiver = self.receiver()
        with served(self.folder / "book") as url:
            ask(url, "PUT", "/v1/site", SITE)
            register(url, 1)
            ask(url, "PUT", "/v1/customers/C1", {"name": "Wang", "phone": ""})
            program = self.forward(url, receiver, "--from", "1", "--type", "CustomerRegistered")
            receiver.wait_until(lambda: receiver.taken == [3])
            self.stop(program)
        self.assertEqual(self.progress()["position"], 3)

    def test_one_that_takes_nothing_is_given_up_and_can_be_resumed(self):
        receiver = self.receiver(*[500] * 1000)
        with served(self.folder / "book") as url:
            ask(url, "PUT", "/v1/site", SITE)
            program = self.forward(url, receiver, "--from", "1", "--give-up-after", "0.00001")
            self.assertEqual(program.wait(timeout=60), 1)
            self.assertIn("is given up at event 1", program.stdout.read())
            self.assertTrue(self.progress()["dead"])
            metrics = (self.folder / "erp.prom").read_text(encoding="utf-8")
            self.assertIn('meterbook_webhook_dead{webhook="erp"} 1', metrics)
            again = self.forward(url, receiver)
            self.assertEqual(again.wait(timeout=60), 2, "it stays given up")
            self.assertIn("--resume", again.stdout.read())
            receiver.deeds.clear()
            program = self.forward(url, receiver, "--resume")
            receiver.wait_until(lambda: receiver.taken == [1])
            self.stop(program)
        self.assertFalse(self.progress()["dead"])

    def test_a_secret_that_others_may_read_is_refused(self):
        receiver = self.receiver()
        (self.folder / "secret").chmod(0o644)
        program = self.forward("http://127.0.0.1:1", receiver)
        self.assertEqual(program.wait(timeout=60), 2)
        self.assertIn("chmod 600", program.stdout.read())


if __name__ == "__main__":
    unittest.main()
