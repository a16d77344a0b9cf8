"""`meterbook deliver` to a webhook that checks signatures as docs/notices.md shows it."""
import base64
import contextlib
import http.server
import json
import pathlib
import re
import secrets
import signal
import socket
import tempfile
import threading
import time
import unittest

from served_site import ROOT, ServedSite, Talker, wait_for

FAST = ("--look-every", "0.1", "--retry-first", "0.1", "--retry-longest", "0.2")
SECRET = secrets.token_bytes(32)


def example():
    """The function that the page tells whoever receives to write."""
    page = (ROOT / "docs" / "notices.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"^```python\n(.*?)^```", page, re.M | re.S)
    names = {}
    exec(code, names)  # pylint: disable=exec-used
    return names["verified"]


class Receiver(http.server.ThreadingHTTPServer):
    """Answers each post by the next word of its script: a status, or `silent`; then 200."""

    def __init__(self, *script):
        super().__init__(("127.0.0.1", 0), Post)
        self.script = list(script)
        self.posts = []
        self.is_over = threading.Event()
        self.url = f"http://127.0.0.1:{self.server_address[1]}/notices?for=us"
        self.thread = threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()

    def close(self):
        self.is_over.set()
        self.shutdown()
        self.thread.join()
        self.server_close()


class Post(http.server.BaseHTTPRequestHandler):
    def do_POST(self):  # noqa: N802, pylint: disable=invalid-name
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server = self.server
        server.posts.append((self.path, dict(self.headers.items()), body))
        word = server.script.pop(0) if server.script else 200
        if word == "silent":
            server.is_over.wait(30)
            return
        answer = json.dumps({"reference": f"post-{len(server.posts)}"}).encode()
        with contextlib.suppress(ConnectionError):
            self.send_response(word)
            if word == 302:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

    def log_message(self, *_):
        pass


class Webhook(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="meterbook-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.secret_file = self.folder / "secret"
        self.secret_file.write_text(f"whsec_{base64.b64encode(SECRET).decode()}\n")
        self.site = ServedSite(self.folder)
        self.addCleanup(lambda: self.site.serving.stop())
        self.site.furnish(channels=["webhook"])
        self.site.customer(1, "张三", "13912345678")
        self.notice = self.site.fall_into_arrears(1)

    def listen(self, *script):
        receiver = Receiver(*script)
        self.addCleanup(receiver.close)
        return receiver

    def deliver(self, url, *wishes, patience="2"):
        delivering = Talker("deliver", "--data", self.folder / "delivery", "--book",
                            self.site.url, "--token-file", self.site.token_file, "--webhook", url,
                            "--webhook-secret", self.secret_file, "--webhook-patience", patience,
                            *FAST, *wishes)
        self.addCleanup(delivering.stop)
        return delivering

    def test_a_notice_is_posted_once_signed_and_with_its_facts(self):
        receiver = self.listen()
        self.deliver(receiver.url)
        row = self.site.settled(self.notice, "delivered")
        self.assertEqual((row["attempts"], row["result"]), (1, "post-1"))
        ((path, headers, body),) = receiver.posts
        self.assertEqual(path, "/notices?for=us")
        told = example()(SECRET, headers, body, time.time())
        self.assertEqual(told["id"], headers["webhook-id"])
        self.assertEqual(headers["Idempotency-Key"], headers["webhook-id"])
        self.assertEqual((told["notice"], told["kind"], told["wallet"], told["balance"],
                          told["currency"], told["customer"]),
                         (self.notice, "arrears", "A1.M1", "-5.00", "CNY",
                          {"customer": "C1", "name": "张三", "phone": "13912345678"}))
        self.assertRegex(told["text"], r"^【Corner House】张三，截至20\d\d年\d+月\d+日\d\d:\d\d，"
                                       r"电表M1（101）已欠费，余额-5\.00元，请立即充值。$")

    def test_the_newest_words_of_the_book_hold_when_it_goes_out(self):
        receiver = self.listen()
        self.deliver(receiver.url)
        self.assertIsNone(self.site.settled(self.notice, "delivered")["text"])
        words = [self.site.ask("PUT", "/v1/notice-texts/arrears.zh", {"text": text})["position"]
                 for text in ("{meter}", "[{customer}，]{meter} 余额 {balance}")]
        self.site.customer(2, "李四", "13912345679")
        row = self.site.settled(self.site.fall_into_arrears(2), "delivered")
        self.assertEqual(row["text"], words[-1])
        told = [json.loads(body)["text"] for _, _, body in receiver.posts]
        self.assertEqual(told[1], "李四，M2 余额 -5.00")
        self.site.ask("PUT", "/v1/notice-texts/arrears.zh", {"text": ""})
        self.site.customer(3, "王五", "13912345670")
        row = self.site.settled(self.site.fall_into_arrears(3), "delivered")
        self.assertIsNone(row["text"])

    def test_the_example_of_the_page_lets_nothing_else_in(self):
        receiver = self.listen()
        self.deliver(receiver.url)
        self.site.settled(self.notice, "delivered")
        ((_, headers, body),) = receiver.posts
        verified, now = example(), time.time()
        for change in ((SECRET[1:], headers, body, now),
                       (SECRET, headers, body.replace(b"-5.00", b"-6.00"), now),
                       (SECRET, {**headers, "webhook-id": "0" * 32}, body, now),
                       (SECRET, {**headers, "webhook-timestamp": "1"}, body, now),
                       (SECRET, headers, body, now + 301)):
            with self.assertRaises(ValueError):
                verified(*change)

    def test_trouble_is_told_and_tried_again_under_the_same_id(self):
        receiver = self.listen(500, "silent", 302, 401)
        self.deliver(receiver.url)
        row = self.site.settled(self.notice, "delivered")
        self.assertEqual((row["attempts"], row["result"]), (5, "post-5"))
        self.assertEqual({headers["webhook-id"] for _, headers, _ in receiver.posts},
                         {receiver.posts[0][1]["webhook-id"]})
        self.assertEqual({path for path, _, _ in receiver.posts}, {"/notices?for=us"},
                         "redirects are not followed")
        self.assertEqual(self.site.events_about(self.notice),
                         ["NoticeFailed"] * 4 + ["NoticeDelivered"])

    def test_what_it_will_never_take_is_given_up_at_once(self):
        receiver = self.listen(422)
        self.deliver(receiver.url)
        row = self.site.settled(self.notice, "failed")
        self.assertEqual((row["attempts"], row["result"]), (1, "the webhook answered 422"))

    def test_a_webhook_that_is_not_there_is_waited_for_and_then_given_up(self):
        with socket.create_server(("127.0.0.1", 0)) as held:
            port = held.getsockname()[1]
        self.deliver(f"http://127.0.0.1:{port}/x", "--attempts", "3")
        row = self.site.settled(self.notice, "failed")
        self.assertEqual(row["attempts"], 3)
        self.assertRegex(row["result"], "given up after 3 attempts: the webhook did not answer: ")

    def test_who_is_killed_before_the_answer_posts_again_under_the_same_id(self):
        receiver = self.listen("silent")
        killed = self.deliver(receiver.url, patience="60")
        wait_for(lambda: receiver.posts, killed.text)
        killed.stop(signal.SIGKILL)
        self.deliver(receiver.url).hears("when the last process ended: refused: the process "
                                           "ended before the webhook answered")
        row = self.site.settled(self.notice, "delivered")
        self.assertEqual((row["attempts"], row["result"]), (2, "post-2"))
        (_, first, _), (_, second, _) = receiver.posts
        self.assertEqual(first["webhook-id"], second["webhook-id"])


if __name__ == "__main__":
    unittest.main()
