"""A book that is served, and a way to ask it, for tests of programs that work beside it."""
import contextlib
import json
import re
import signal
import subprocess
import urllib.error
import urllib.request

from played_book import BINARIES, record

SITE = {"name": "Examples", "zone": "Asia/Shanghai", "currency": "CNY", "payment_methods": ["cash"],
        "plausibility_margin_percent": 1000, "poll_interval_s": 1800, "misses_until_lost": 3,
        "cutoff": "manual"}


@contextlib.contextmanager
def served(book, *options):
    """The address of this book, while it is served."""
    program = subprocess.Popen(
        [BINARIES / "meterbook", "serve", "--data", book, "--listen", "127.0.0.1:0", "--no-poll",
         *options],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        said = next(line for line in program.stdout if "listening on" in line)
        yield re.search(r"http://[^\s,]+", said)[0]
    finally:
        program.send_signal(signal.SIGTERM)
        program.stdout.close()
        program.wait(timeout=60)


def ask(url, method, path, body=None, headers=None):
    content = None if body is None else json.dumps(body).encode()
    wish = urllib.request.Request(url + path, content, headers or {}, method=method)
    with urllib.request.urlopen(wish, timeout=30) as answer:
        text = answer.read().decode()
        record(method, path, answer.status, answer.headers["Content-Type"], text)
        return json.loads(text)


def register(url, number):
    return ask(url, "PUT", f"/v1/buildings/B{number}", {"name": f"House {number}"})
