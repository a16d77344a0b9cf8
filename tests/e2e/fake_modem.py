"""A GSM modem on a pseudo-terminal, as far as sending needs one: AT commands, byte by byte.

What it does with a message is scripted, one word a message; without a word it takes it:
    ok               takes it: +CMGS and its reference
    error N          +CMS ERROR: N
    silent           swallows the message and says nothing more about it
    slow S           takes it after S seconds
    garbage          noise, then takes it
    no prompt        does not answer AT+CMGS
"""
import contextlib
import os
import pty
import re
import select
import threading
import time
import tty

NOISE = b"\x00\xff+CM\r\n\x1b[2J+CMGS: \xc3\r\nNOT OK\r\n"
CTRL_Z, ESCAPE = 0x1A, 0x1B


class FakeModem:
    """Serves from a thread of its own until `unplug`; `path` is what the other side opens."""

    def __init__(self, *script, is_registered=True, is_mute=False):
        self.script = list(script)
        self.is_registered = is_registered
        self.is_mute = is_mute  # switched off: answers nothing at all
        self.pdus = []  # every one that was handed over whole, as hexadecimal
        self.heard = []  # every command
        self.reference = 0
        self.echoes = True
        self.ours, theirs = pty.openpty()
        tty.setraw(theirs)
        self.path = os.ttyname(theirs)
        self.theirs = theirs  # held open: a modem stays when nobody talks to it
        self.is_unplugged = threading.Event()
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def unplug(self):
        self.is_unplugged.set()
        self.thread.join()
        for end in (self.ours, self.theirs):
            with contextlib.suppress(OSError):
                os.close(end)

    def wait_for(self, condition, patience_s=60):
        deadline = time.monotonic() + patience_s
        while not condition(self):
            assert time.monotonic() < deadline, f"the modem heard {self.heard} and {self.pdus}"
            time.sleep(0.02)

    # --- the wire -----------------------------------------------------------------------------

    def serve(self):
        line = bytearray()
        with contextlib.suppress(OSError):  # who talks to it went away in the middle of a word
            while not self.is_unplugged.is_set():
                for octet in self.read():
                    self.echo(octet)
                    if octet in b"\r":
                        self.answer(line.decode("latin-1").strip())
                        line.clear()
                    elif octet == ESCAPE:
                        line.clear()
                    else:
                        line.append(octet)

    def read(self, wait_s=0.05):
        ready, _, _ = select.select([self.ours], [], [], wait_s)
        return os.read(self.ours, 4096) if ready else b""

    def echo(self, octet):
        if self.echoes and not self.is_mute:
            os.write(self.ours, bytes([octet]))

    def say(self, *lines):
        if not self.is_mute:
            os.write(self.ours, b"".join(b"\r\n" + line.encode() + b"\r\n" for line in lines))

    # --- the dialogue -------------------------------------------------------------------------

    def answer(self, command):
        if not command:
            return
        self.heard.append(command)
        wish = command.upper()
        if sending := re.fullmatch(r"AT\+CMGS=(\d+)", wish):
            self.take_message(int(sending[1]))
        elif wish in ("ATE0", "ATE1"):
            self.echoes = wish == "ATE1"
            self.say("OK")
        elif wish in self.answers():
            self.say(*self.answers()[wish], "OK")
        elif re.fullmatch(r"AT|ATZ|AT\+(CMEE|CMGF|CNMI|CSMS|CSCS|CPMS|CREG)=.*", wish):
            self.say("OK")
        else:
            self.say("+CME ERROR: 4" if "+" in wish else "ERROR")

    def answers(self):
        return {
            "AT+CGMI": ["Meterbook"], "AT+CGMM": ["Fake modem"], "AT+CGMR": ["Revision:1"],
            "AT+CMGF?": ["+CMGF: 0"], "AT+CMGF=?": ["+CMGF: (0,1)"],
            "AT+CSMS?": ["+CSMS: 1,1,1,1"], "AT+CPIN?": ["+CPIN: READY"],
            "AT+CSCA?": ['+CSCA: "+8613800100500",145'],
            "AT+CREG?": [f"+CREG: 0,{1 if self.is_registered else 2}"],
            "AT+CSQ": ["+CSQ: 20,99"], "AT+CSCS?": ['+CSCS: "GSM"'],
            "AT+CSCS=?": ['+CSCS: ("GSM","UCS2")'], "AT+CNMI=?": ["+CNMI: (2),(0,1),(0),(0),(0)"],
        }

    def take_message(self, octets):
        if self.script and self.script[0] == "no prompt":
            self.script.pop(0)
            return
        if not self.is_mute:
            os.write(self.ours, b"\r\n> ")
        pdu = self.read_pdu()
        if pdu is None:
            self.say("OK")  # it was given up
            return
        assert len(pdu) == 2 * (octets + 1 + int(pdu[:2], 16)), (octets, pdu)
        self.pdus.append(pdu)
        if not self.is_registered:
            self.say("+CMS ERROR: 331")  # no network service
            return
        self.settle(*(self.script.pop(0) if self.script else "ok").split())

    def read_pdu(self):
        """Up to Ctrl-Z; none: Escape, or unplugged."""
        pdu = bytearray()
        while not self.is_unplugged.is_set():
            for octet in self.read():
                self.echo(octet)
                if octet == CTRL_Z:
                    return pdu.decode("ascii")
                if octet == ESCAPE:
                    return None
                pdu.append(octet)
        return None

    def settle(self, word, dose="0"):
        if word == "silent":
            return
        if word == "error":
            self.say(f"+CMS ERROR: {dose}")
            return
        if word == "slow":
            self.is_unplugged.wait(float(dose))
        if word == "garbage":
            os.write(self.ours, NOISE)
        self.reference = self.reference % 255 + 1
        self.say(f"+CMGS: {self.reference}", "OK")
