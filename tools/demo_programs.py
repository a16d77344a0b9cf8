"""Starts and stops the programs of the demonstration, and talks to the book over HTTP."""
import json
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

from exchange_record import record


class Failed(Exception):
    """One sentence for people: what did not work, and where to look."""


class Program:
    """A program that writes to a log file and ends with this one."""

    def __init__(self, arguments, log):
        self.name, self.log = arguments[0].name, log
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                arguments, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                start_new_session=True)  # Ctrl-C is for us: we end them in order

    def said(self):
        return self.log.read_text(errors="replace")

    def wait_for(self, pattern, patience_s=20):
        """What the program said, as a match, once it has said it."""
        wait_until(f"{self.name} to say '{pattern}' in {self.log}",
                   lambda: re.search(pattern, self.said()), patience_s, [self])
        return re.search(pattern, self.said())

    def check_alive(self):
        if self.process.poll() is not None:
            last = (self.said().strip().splitlines() or ["nothing"])[-1]
            raise Failed(f"{self.name} ended by itself, its last words: {last} ({self.log})")

    def stop(self):
        if self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise Failed(f"{self.name} did not end within 30 s of being asked to") from None


def wait_until(what, is_so, patience_s, programs=()):
    deadline = time.monotonic() + patience_s
    while not is_so():
        for program in programs:
            program.check_alive()
        if time.monotonic() > deadline:
            raise Failed(f"waited {patience_s} s in vain for {what}")
        time.sleep(0.2)


def start_building(folder, binaries, building, clock):
    """A simulated building; gives the program, its plan and the address of every line."""
    simulator = [binaries / "metersim", "--building", building]
    plan = json.loads(subprocess.check_output([*simulator, "--describe"]))
    clocked = ["--start", clock["start"], "--speed", str(clock["speed"])]
    program = Program([*simulator, "--base-port", "0", "--control", "0", *clocked],
                      folder / "metersim.log")
    program.wait_for(r"(?m)^ready$")
    said = program.said()
    addresses = dict(re.findall(r"(?m)^(\S+) (?:rtu_over_tcp|modbus_tcp|rtu) (\S+)$", said))
    control = re.search(r"(?m)^control 127.0.0.1:(\d+)$", said)
    return program, plan, addresses, int(control[1])


def order(control_port, **wish):
    """One order to the simulation: {"do": "fault", …}."""
    with socket.create_connection(("127.0.0.1", control_port), timeout=10) as wire:
        wire.sendall(json.dumps(wish).encode() + b"\n")
        answer = json.loads(wire.makefile().readline())
    if not answer["ok"]:
        raise Failed(f"metersim refuses {wish}: {answer['error']}")


def is_free(address):
    host, port = address.rsplit(":", 1)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError:
            return False
    return True


def start_book(folder, binaries, listen, clock):
    """The book, and the way to ask it; another port where the wished one is taken."""
    address = listen if is_free(listen) else "127.0.0.1:0"
    program = Program(
        [binaries / "meterbook", "serve", "--data", folder / "book", "--listen", address,
         "--clock-start", clock["start"], "--clock-speed", str(clock["speed"])],
        folder / "meterbook.log")
    return program, Book(program.wait_for(r"listening on (http://\S+)")[1])


class Book:
    """The book's HTTP API. A refusal is an exception, unless it is what is asked for."""

    def __init__(self, url):
        self.url = url

    def ask(self, method, path, body=None, key=None):
        status, answer = self.try_to(method, path, body, key)
        if status >= 400:
            raise Failed(f"{method} {path}: {answer['code']}: {answer['detail']}")
        return answer

    def get(self, path):
        return self.ask("GET", path)

    def try_to(self, method, path, body=None, key=None):
        headers = {"Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        content = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, content, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return self.taken(request, answer)
        except urllib.error.HTTPError as refusal:
            return self.taken(request, refusal)
        except OSError as fault:
            raise Failed(f"{method} {path}: the book does not answer: {fault}") from None

    @staticmethod
    def taken(request, answer):
        body = answer.read().decode()
        record(request.method, request.selector, answer.status, answer.headers["Content-Type"],
               body)
        return answer.status, json.loads(body)
