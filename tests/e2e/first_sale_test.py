"""docs/first_sale.md, typed as it stands: every command, and every answer that it promises."""
import contextlib
import os
import pathlib
import re
import signal
import socket
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARIES = pathlib.Path(os.environ.get("METERBOOK_BIN", ROOT / "build" / "bin"))
PATIENCE_S = 120


def steps():
    """What is typed, and what is answered to it; in the order of the page."""
    text = (ROOT / "docs" / "first_sale.md").read_text(encoding="utf-8")
    return re.findall(r"^```sh\n(.*?)^```\n\n```json\n(.*?)^```", text, re.M | re.S)


def promised(answer):
    """The page's answer as a pattern: what stands there stands there, … is anything."""
    return ".*?".join(re.escape(part.strip()) for part in re.split("…|\n", answer))


def without_surprise(commands):
    """No reading of a half hour that just begins comes between."""
    return commands.replace('"poll_interval_s": 1800', '"poll_interval_s": 86400')


class Ports:
    """Free ones in place of those of the page: somebody else may have them here."""

    def __init__(self, *of_the_page):
        held = [socket.create_server(("127.0.0.1", 0)) for _ in of_the_page]
        self.free = dict(zip(of_the_page, (str(each.getsockname()[1]) for each in held)))
        for each in held:
            each.close()

    def put_into(self, text):
        for of_the_page, free in self.free.items():
            text = text.replace(of_the_page, free)
        return text


class FirstSale(unittest.TestCase):
    def test_a_new_user_gets_from_nothing_to_the_first_sale_by_the_page(self):
        typed = steps()
        self.assertGreaterEqual(len(typed), 8)
        with tempfile.TemporaryDirectory(prefix="meterbook-") as folder:
            said = self.type_all(pathlib.Path(folder),
                                 [without_surprise(commands) for commands, _ in typed])
        self.assertEqual(len(said), len(typed), said)
        for (commands, answer), heard in zip(typed, said):
            with self.subTest(commands=commands):
                self.assertRegex(heard, re.compile(promised(answer), re.S))
                self.assertNotIn('"code"', heard, "a problem")

    def type_all(self, folder, commands):
        """In one shell, as a person has it: what it said to each."""
        mark = "---- and then ----\n"
        script = f"echo '{mark.strip()}'\n".join(commands)
        ports = Ports("8080", "15020")
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


if __name__ == "__main__":
    unittest.main()
