"""Pages of docs/, typed as they stand: every command, and every answer that they promise."""
import contextlib
import fcntl
import os
import pathlib
import re
import signal
import socket
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARIES = pathlib.Path(os.environ.get("METERBOOK_BIN", ROOT / "build" / "bin"))
PATIENCE_S = 240


def steps(page):
    """What is typed, and what is answered to it; in the order of the page."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return re.findall(r"^```sh\n(.*?)^```\n\n```json\n(.*?)^```", text, re.M | re.S)


def promised(answer):
    """The page's answer as a pattern: what stands there stands there, … is anything."""
    return ".*?".join(re.escape(part.strip()) for part in re.split("…|\n", answer))


def may_be_opened(ports):
    """Nobody listens there who is no test."""
    with contextlib.ExitStack() as held:
        try:
            for each in ports:
                held.enter_context(socket.create_server(("127.0.0.1", each)))
        except OSError:
            return False
    return True


class Ports:
    """In place of those of the page, which somebody else may have here: a block of ports that the
    system gives to nobody who asks for any free one, and that no other test takes as long as this
    lives."""

    SIZE = 64
    BEGIN, END = 20_000, 32_768  # where the system's own begin

    def __init__(self, counts):
        self.lock, first = self.take_block()
        self.free = {}
        for of_the_page, count in counts.items():
            self.free[of_the_page] = str(first)
            first += count

    def take_block(self):
        folder = pathlib.Path(tempfile.gettempdir()) / "meterbook-ports"
        folder.mkdir(mode=0o777, exist_ok=True)
        for first in range(self.BEGIN, self.END - self.SIZE, self.SIZE):
            lock = (folder / str(first)).open("w", encoding="ascii")
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if may_be_opened(range(first, first + self.SIZE)):
                    return lock, first
            lock.close()
        raise AssertionError(f"every block of {self.SIZE} ports is taken")

    def put_into(self, text):
        for of_the_page, free in self.free.items():
            text = text.replace(of_the_page, free)
        return text


def type_all(folder, commands, ports):
    """In one shell, as a person has it: what it said to each."""
    mark = "---- and then ----\n"
    script = f"echo '{mark.strip()}'\n".join(commands)
    shell = subprocess.Popen(
        ["bash", "-u"], cwd=folder, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, start_new_session=True,
        env={**os.environ, "PATH": f"{BINARIES}:{os.environ['PATH']}"})
    try:
        said, _ = shell.communicate(ports.put_into(script), timeout=PATIENCE_S)
    except subprocess.TimeoutExpired as late:
        logs = [each.read_text(encoding="utf-8")[-2_000:] for each in sorted(folder.glob("*.log"))]
        raise AssertionError("\n".join(["it took too long", *logs])) from late
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(shell.pid, signal.SIGKILL)  # what it left behind
    return said.split(mark)


def check_page(test, typed, said):
    """Each answer is what the page promises, and none is a problem."""
    test.assertEqual(len(said), len(typed), said)
    for (commands, answer), heard in zip(typed, said):
        with test.subTest(commands=commands):
            test.assertRegex(heard, re.compile(promised(answer), re.S))
            test.assertNotIn('"code"', heard, "a problem")
