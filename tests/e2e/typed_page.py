"""Pages of docs/, typed as they stand: every command, and every answer that they promise."""
import contextlib
import os
import pathlib
import re
import signal
import socket
import subprocess

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


def free_ports(count):
    """So many that follow each other, free a moment ago; the first of them."""
    for _ in range(100):
        with contextlib.ExitStack() as held:
            first = held.enter_context(socket.create_server(("127.0.0.1", 0))).getsockname()[1]
            try:
                for each in range(first + 1, first + count):
                    held.enter_context(socket.create_server(("127.0.0.1", each)))
                return first
            except (OSError, OverflowError):
                continue
    raise AssertionError(f"no {count} free ports that follow each other")


class Ports:
    """Free ones in place of those of the page: somebody else may have them here."""

    def __init__(self, counts):
        self.free = {of_the_page: str(free_ports(count)) for of_the_page, count in counts.items()}

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
