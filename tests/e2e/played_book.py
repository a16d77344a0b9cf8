"""A book on disk, written command by command at moments of our choice, and judged."""
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARIES = pathlib.Path(os.environ.get("METERBOOK_BIN", ROOT / "build" / "bin"))
JUDGE = ROOT / "tools" / "oracle" / "judge.py"
sys.path[:0] = [str(JUDGE.parent), str(ROOT / "tools")]
from exchange_record import record  # it stands there


class PlayedBook:
    """Commands go in one by one, each answered before the next; then the book is at rest."""

    def __init__(self, folder, path=None):
        self.path, self.exported = path or folder / "book", folder / "book.ndjson"
        self.balances = folder / "balances.json"
        self.program = None

    def __enter__(self):
        self.program = subprocess.Popen(
            [BINARIES / "play_book", self.path], text=True, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE)
        return self

    def __exit__(self, *_):
        self.program.stdin.close()
        self.program.stdout.close()
        if self.program.wait(timeout=60) != 0:
            raise AssertionError("play_book could not go on: see what it said")

    def tell(self, at, command, /, by="ann", **fields):
        """The answer: {"position": …, "events": …} or {"refused": …, "why": …}."""
        step = {"at": at, "by": by, "reason": "as it is played", command: fields}
        self.program.stdin.write(json.dumps(step) + "\n")
        self.program.stdin.flush()
        answer = self.program.stdout.readline()
        if not answer:
            raise AssertionError(f"play_book ended at {step}: see what it said")
        return json.loads(answer)

    def must(self, at, command, /, by="ann", **fields):
        answer = self.tell(at, command, by, **fields)
        if "refused" in answer:
            raise AssertionError(f"{command} {fields} is refused: {answer['why']}")
        return answer["position"]

    # --- at rest -------------------------------------------------------------------------------

    def export(self):
        """The events, as `meterbook export` writes them."""
        subprocess.run([BINARIES / "meterbook", "export", self.path, "--out", self.exported],
                       check=True, stderr=subprocess.DEVNULL)
        shown = subprocess.run([BINARIES / "meterbook", "replay", self.path, "--json"],
                               check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.balances.write_bytes(shown.stdout)
        lines = self.exported.read_text().splitlines()
        page = f'{{"items": [{", ".join(lines)}], "next_cursor": null}}'
        record("GET", "/v1/events", 200, "application/json", page)  # it answers them in these words
        return [json.loads(line) for line in lines]

    def balance(self, wallet):
        posted = json.loads(self.balances.read_text())["accounts"].get(f"wallet:{wallet}", "0.00")
        return posted[1:] if posted.startswith("-") else f"-{posted}".replace("-0.00", "0.00")

    def judged(self):
        """The oracle's exit code, and what it said."""
        return judged(self.exported, "--balances", self.balances)


def judged(exported, *wishes):
    run = subprocess.run([sys.executable, "-B", JUDGE, exported, *wishes],
                         capture_output=True, text=True, check=False)
    return run.returncode, run.stdout + run.stderr


def register_site(book, at, zone, counter=None):
    book.must(at, "ConfigureSite", name="Examples", zone=zone, currency="CNY",
              payment_methods=["cash"], plausibility_margin_percent=1000, poll_interval_s=1800,
              misses_until_lost=3, cutoff="manual", counter=counter, look_back_days=400,
              notices={"channels": ["sms"], "language": "zh",
                       "kinds": ["balance_low", "balance_very_low", "arrears"]})
    book.must(at, "RegisterBuilding", building="B1", name="Tower")
    book.must(at, "RegisterLine", line="L1", gateway=None, transport="rtu_over_tcp",
              address="127.0.0.1:1", baud=9600, parity="none", stop_bits=1,
              response_timeout_ms=1000, max_meters=30)


def register_meter(book, at, meter, unit, ratio=1, number=""):
    book.must(at, "RegisterMeter", meter=meter, line="L1", unit=unit, profile="acrel-ddsy1352",
              number=number, ct=ratio, pt=1, rated_power_w=1_000_000_000, has_relay=True,
              mode="book", place={"building": "B1", "floor": "1", "room": str(unit)},
              main_meter=None)


def read(book, at, meter, registers):
    return book.tell(at, "RecordReading", meter=meter, read_at=at, registers=registers, seen={},
                     number_seen="", ct_seen=0, pt_seen=0)
