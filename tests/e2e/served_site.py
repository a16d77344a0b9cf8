"""`meterbook serve` with a site of a few meters that only the test reads, and their customers."""
import http.client
import json
import os
import pathlib
import re
import signal
import subprocess
import threading
import time
from datetime import datetime, timedelta, timezone

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARIES = pathlib.Path(os.environ.get("METERBOOK_BIN", ROOT / "build" / "bin"))
PATIENCE_S = 120
TOKEN = "a-token-for-tests"


def wait_for(look, why):
    """What `look` found, as soon as it finds something."""
    deadline = time.monotonic() + PATIENCE_S
    while not (found := look()):
        if time.monotonic() > deadline:
            raise AssertionError(f"still waiting: {why()}")
        time.sleep(0.05)
    return found


class Talker:
    """A program that runs until it is told to stop, and all that it says."""

    def __init__(self, *words):
        self.said = []
        self.program = subprocess.Popen(
            [BINARIES / "meterbook", *map(str, words)], text=True, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT)
        self.listener = threading.Thread(target=lambda: self.said.extend(self.program.stdout),
                                         daemon=True)
        self.listener.start()

    def hears(self, words):
        return wait_for(lambda: re.search(words, self.text()) or self.ended(words), self.text)

    def ended(self, words):
        if self.program.poll() is not None and not re.search(words, self.text()):
            raise AssertionError(f"it ended without '{words}':\n{self.text()}")

    def text(self):
        return "".join(self.said)

    def stop(self, number=signal.SIGTERM):
        if self.program.poll() is None:
            self.program.send_signal(number)
        code = self.program.wait(timeout=PATIENCE_S)
        self.listener.join(timeout=PATIENCE_S)
        self.program.stdout.close()
        return code


class ServedSite:
    """Of one folder; can be stopped, killed and started again over the same book."""

    def __init__(self, folder):
        self.folder = folder
        self.token_file = folder / "token"
        self.token_file.write_text(TOKEN)
        self.port = 0
        self.start()

    def start(self):
        self.serving = Talker("serve", "--data", self.folder / "book", "--listen",
                              f"127.0.0.1:{self.port}", "--no-poll", "--token-file",
                              self.token_file)
        self.port = int(self.serving.hears(r"127\.0\.0\.1:(\d+)")[1])

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def ask(self, method, target, body=None, key=None):
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        try:
            connection.request(method, target, json.dumps(body) if body else None, headers)
            answer = connection.getresponse()
            said = json.loads(answer.read())
        finally:
            connection.close()
        assert answer.status in (200, 201), f"{method} {target}: {answer.status} {said}"
        return said

    def metric(self, name):
        """What /metrics shows under this name and its labels."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        try:
            connection.request("GET", "/metrics", None, {"Authorization": f"Bearer {TOKEN}"})
            said = connection.getresponse().read().decode()
        finally:
            connection.close()
        return next((float(line.rpartition(" ")[2]) for line in said.splitlines()
                     if line.startswith(name + " ")), None)

    # --- who is here ----------------------------------------------------------------------------

    def furnish(self, channels=("sms",), language="zh", short_messages=None):
        self.ask("PUT", "/v1/site", {
            "name": "Corner House", "zone": "Asia/Shanghai", "currency": "CNY",
            "payment_methods": ["cash"], "poll_interval_s": 1800, "misses_until_lost": 3,
            "plausibility_margin_percent": 1000, "cutoff": "manual",
            "notices": {"channels": channels, "language": language, "kinds": ["arrears"],
                        "short_messages": short_messages}})
        self.ask("PUT", "/v1/buildings/B1", {"name": "Corner House"})
        self.ask("PUT", "/v1/lines/L1", {
            "transport": "rtu_over_tcp", "address": "127.0.0.1:1", "baud": 9600,
            "parity": "none", "stop_bits": 1, "response_timeout_ms": 1000, "max_meters": 30})
        self.ask("POST", "/v1/tariffs", {
            "tariff": "FLAT", "name": "Flat", "effective_from": "2026-01-01T00:00:00+08:00",
            "prices": [{"band": "single", "price": "0.50"}]})

    def customer(self, number, name, phone):
        """Customer, account and meter of one number, with a meter that stands at 100 kWh."""
        meter = f"M{number}"
        self.ask("PUT", f"/v1/meters/{meter}", {
            "line": "L1", "unit": number, "profile": "acrel-ddsy1352", "number": "", "ct": 1,
            "pt": 1, "rated_power_w": 1_000_000, "has_relay": True, "mode": "book",
            "place": {"building": "B1", "floor": "1", "room": f"10{number}"}})
        self.ask("PUT", f"/v1/meters/{meter}/tariff",
                 {"tariff": "FLAT", "from": "2026-01-01T00:00:00+08:00"})
        self.read(number, 10_000, timedelta(hours=3))
        if name:
            self.ask("PUT", f"/v1/customers/C{number}", {"name": name, "phone": phone})
        self.ask("POST", "/v1/accounts",
                 {"account": f"A{number}", "customer": f"C{number}", "meters": [meter]})

    def read(self, number, total, ago):
        read_at = datetime.now(timezone.utc) - ago
        self.ask("POST", f"/v1/meters/M{number}/readings", {
            "read_at": read_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "registers": {"total": total, "rates": [], "step_wh": 10, "ratio": 1}})

    def fall_into_arrears(self, number):
        """10 kWh without credit; the name of the notice."""
        self.read(number, 11_000, timedelta(minutes=1))
        at_least = self.ask("GET", "/readyz")["position"]
        return self.notices(wallet=f"A{number}.M{number}", at_least=at_least)[0]["notice"]

    # --- what became of it ----------------------------------------------------------------------

    def notices(self, **wishes):
        query = "&".join(f"{name}={value}" for name, value in wishes.items())
        return self.ask("GET", f"/v1/notices?{query}")["items"]

    def notice(self, position):
        return self.ask("GET", f"/v1/notices/{position}")

    def settled(self, position, state):
        """The notice when it is in that state."""
        return wait_for(
            lambda: (row := self.notice(position))["state"] == state and row,
            lambda: f"{self.notice(position)} shall be {state}")

    def attempts(self, position, at_least):
        return wait_for(lambda: (row := self.notice(position))["attempts"] >= at_least and row,
                        lambda: f"{self.notice(position)} shall have {at_least} attempts")

    def events_about(self, position):
        """Types of the events about a notice, in their order."""
        found = self.ask("GET", "/v1/events?from=1&limit=1000")["items"]
        return [each["type"] for each in found if each["data"].get("notice") == position]
