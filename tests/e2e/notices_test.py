"""`meterbook deliver` with a real book, gammu, and a modem on a pseudo-terminal; field fault 27."""
import os
import pathlib
import signal
import subprocess
import tempfile
import unittest
from datetime import datetime, timedelta, timezone

import sms_pdu
from fake_modem import FakeModem
from served_site import BINARIES, ServedSite, Talker, wait_for

ZHANG, ZHANG_PHONE = "张三", "+86 139-1234-5678"
LI, LI_PHONE = "Li Si", "13800138001"
FAST = ("--look-every", "0.1", "--retry-first", "0.1", "--retry-longest", "0.2")


class Delivery(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="meterbook-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.site = ServedSite(self.folder)
        self.addCleanup(lambda: self.site.serving.stop())

    def plug_in(self, *script, **state):
        modem = FakeModem(*script, **state)
        self.addCleanup(modem.unplug)
        return modem

    def deliver(self, modem, *wishes, pace=FAST):
        delivering = Talker("deliver", "--data", self.folder / "delivery", "--book",
                            self.site.url, "--token-file", self.site.token_file, "--modem",
                            modem if isinstance(modem, str) else modem.path, *pace, *wishes)
        self.addCleanup(delivering.stop)
        self.addCleanup(self.no_number_is_in, delivering)
        return delivering

    def no_number_is_in(self, delivering):
        self.assertNotRegex(delivering.text(), "13912345678|139-1234-5678|13800138001")

    def handovers(self):
        return (self.folder / "delivery" / "sms.handovers").read_text()


def terms(most_a_day=0, quiet_from=0, quiet_to=0):
    return {"quiet_from_minute": quiet_from, "quiet_to_minute": quiet_to, "most_a_day": most_a_day}


class Sms(Delivery):
    def test_a_number_that_had_its_messages_waits_and_no_other_does(self):
        self.site.furnish(short_messages=terms(most_a_day=1))
        self.site.customer(1, ZHANG, ZHANG_PHONE)
        self.site.customer(2, "Zhang's shop", "+8613912345678")
        self.site.customer(3, LI, LI_PHONE)
        first, second, third = map(self.site.fall_into_arrears, (1, 2, 3))
        modem = self.plug_in()
        for _ in range(2):  # the second process goes by what the first one handed over
            delivering = self.deliver(modem)
            self.site.settled(first, "delivered")
            self.site.settled(third, "delivered")
            delivering.hears("waits until .*: as many as may went to its number today")
            delivering.stop()
        self.assertEqual(self.site.ask("GET", f"/v1/notices/{second}")["state"], "queued")
        self.assertEqual(sorted(sms_pdu.decode(pdu).number for pdu in modem.pdus
                                if sms_pdu.decode(pdu).index == 1),
                         ["+8613912345678", "13800138001"])

    def test_nothing_rings_in_quiet_hours(self):
        minute = (datetime.now(timezone.utc) + timedelta(hours=8)).hour * 60
        self.site.furnish(short_messages=terms(quiet_from=(minute - 60) % 1440,
                                               quiet_to=(minute + 180) % 1440))
        self.site.customer(1, ZHANG, ZHANG_PHONE)
        notice = self.site.fall_into_arrears(1)
        modem = self.plug_in()
        self.deliver(modem).hears("these are quiet hours: nothing is sent before")
        self.assertEqual(self.site.ask("GET", f"/v1/notices/{notice}")["state"], "queued")
        self.assertEqual(modem.pdus, [])

    def test_a_long_chinese_text_reaches_the_phone_whole_and_once(self):
        self.site.furnish()
        self.site.customer(1, ZHANG, ZHANG_PHONE)
        notice = self.site.fall_into_arrears(1)
        templates = self.folder / "templates"
        templates.mkdir()
        (templates / "arrears.zh.txt").write_text(
            "【{site}】[{customer}，]电表{meter}[（{room}）]欠费，余额{balance}{currency}。\n"
            + "请尽快充值，以免停电。" * 9 + "\n")
        modem = self.plug_in()
        self.deliver(modem, "--templates", templates)
        row = self.site.settled(notice, "delivered")
        text = ("【Corner House】张三，电表M1（101）欠费，余额-5.00元。\n"
                + "请尽快充值，以免停电。" * 9)
        self.assertEqual(sms_pdu.messages(modem.pdus), [("+8613912345678", text)])
        parts = [sms_pdu.decode(pdu) for pdu in modem.pdus]
        self.assertEqual([(part.coding, part.index, part.parts) for part in parts],
                         [("ucs2", 1, 3), ("ucs2", 2, 3), ("ucs2", 3, 3)][:len(parts)])
        self.assertEqual((row["attempts"], row["result"]),
                         (1, ",".join(str(i + 1) for i in range(len(parts)))))
        self.assertEqual(list((self.folder / "delivery").glob("*.gammu")), [])

    def test_an_english_text_travels_in_seven_bits_and_says_the_balance_and_the_time(self):
        self.site.furnish(language="en")
        self.site.customer(2, LI, LI_PHONE)
        notice = self.site.fall_into_arrears(2)
        modem = self.plug_in()
        self.deliver(modem)
        self.site.settled(notice, "delivered")
        (part,) = map(sms_pdu.decode, modem.pdus)
        self.assertEqual((part.coding, part.number), ("gsm7", "13800138001"))
        self.assertRegex(part.text,
                         r"^Corner House: Li Si, meter M2 \(102\) is in arrears since "
                         r"20\d\d-\d\d-\d\d \d\d:\d\d: -5\.00 CNY\. Please pay now\.$")

    def test_who_has_no_number_is_given_up_at_once_and_nothing_goes_out(self):
        self.site.furnish()
        self.site.customer(1, None, None)
        self.site.customer(2, LI, "ask the porter")
        notices = [self.site.fall_into_arrears(number) for number in (1, 2)]
        modem = self.plug_in()
        self.deliver(modem)
        rows = [self.site.settled(notice, "failed") for notice in notices]
        self.assertEqual([row["result"] for row in rows],
                         ["the book knows no phone number of customer C1",
                          "the phone number of customer C2 cannot be dialled: give 3 to 15 digits"])
        self.assertEqual(modem.pdus, [])

    def test_a_notice_that_is_not_true_any_more_is_not_sent(self):
        self.site.furnish()
        self.site.customer(1, ZHANG, ZHANG_PHONE)
        self.site.customer(2, LI, LI_PHONE)
        first, second = (self.site.fall_into_arrears(number) for number in (1, 2))
        self.site.ask("POST", "/v1/sales",
                      {"wallet": "A1.M1", "amount": "50.00", "method": "cash"}, key="till-1")
        modem = self.plug_in()
        self.deliver(modem)
        self.site.settled(second, "delivered")
        self.assertEqual([sms_pdu.decode(pdu).number for pdu in modem.pdus], ["13800138001"])
        self.assertEqual(self.site.notice(first)["state"], "failed")

    def test_a_restart_of_the_book_or_a_replay_sends_nothing_again(self):
        self.site.furnish()
        self.site.customer(1, ZHANG, ZHANG_PHONE)
        notice = self.site.fall_into_arrears(1)
        modem = self.plug_in()
        delivering = self.deliver(modem)
        self.site.settled(notice, "delivered")
        self.site.serving.stop(signal.SIGKILL)
        (self.folder / "book" / "state.snapshot").unlink(missing_ok=True)
        delivering.hears("the book does not answer")
        self.site.start()
        delivering.hears("the book answers again")
        self.site.customer(2, LI, LI_PHONE)
        self.site.settled(self.site.fall_into_arrears(2), "delivered")
        self.assertEqual([sms_pdu.decode(pdu).number for pdu in modem.pdus],
                         ["+8613912345678", "13800138001"])
        self.assertEqual(self.site.events_about(notice), ["NoticeDelivered"])


class FieldFault27(Delivery):
    """The SMS modem hangs: CMS errors, silence."""

    def setUp(self):
        super().setUp()
        self.site.furnish()
        self.site.customer(1, ZHANG, ZHANG_PHONE)
        self.notice = self.site.fall_into_arrears(1)

    def test_errors_of_the_network_are_told_and_tried_again(self):
        modem = self.plug_in("error 38", "error 500", "garbage")
        delivering = self.deliver(modem)
        row = self.site.settled(self.notice, "delivered")
        self.assertEqual((row["attempts"], row["result"]), (3, "1"))
        self.assertEqual(self.site.events_about(self.notice),
                         ["NoticeFailed", "NoticeFailed", "NoticeDelivered"])
        delivering.hears("error 38, the network is out of order")

    def test_what_was_tried_in_vain_is_a_metric_for_staff_until_it_is_delivered(self):
        failing = 'meterbook_notices_failing{channel="sms"}'
        self.assertEqual(self.site.metric('meterbook_notices_queued{channel="sms"}'), 1)
        self.assertEqual(self.site.metric(failing), 0)
        modem = self.plug_in("error 38")
        self.deliver(modem, pace=("--look-every", "0.1", "--retry-first", "5"))
        wait_for(lambda: self.site.metric(failing) == 1, lambda: "nothing has failed")
        self.site.settled(self.notice, "delivered")
        self.assertEqual(self.site.metric(failing), 0)

    def test_a_number_that_the_network_does_not_know_is_given_up_at_once(self):
        modem = self.plug_in("error 28")
        self.deliver(modem)
        row = self.site.settled(self.notice, "failed")
        self.assertEqual((row["attempts"], row["result"]),
                         (1, "the modem refused part 1 of 1: error 28, the number is not known"))

    def test_a_modem_without_network_is_given_up_after_so_many_attempts(self):
        modem = self.plug_in(is_registered=False)
        self.deliver(modem, "--attempts", "2")
        row = self.site.settled(self.notice, "failed")
        self.assertEqual(row["attempts"], 2)
        self.assertEqual(row["result"], "given up after 2 attempts: the modem refused part 1 of "
                                        "1: error 331, there is no network")

    def test_a_modem_that_swallows_a_message_is_not_given_it_again(self):
        modem = self.plug_in("silent")
        self.deliver(modem, "--modem-patience", "10")
        row = self.site.settled(self.notice, "failed")
        self.assertEqual(row["result"], "not known whether it was sent, so not sent again: the "
                                        "modem was given part 1 of 1 and said nothing more about "
                                        "it")
        self.assertEqual((row["attempts"], len(modem.pdus)), (1, 1))

    def test_an_unplugged_modem_is_waited_for(self):
        missing = FakeModem()
        missing.unplug()
        delivering = self.deliver(missing.path)
        self.site.attempts(self.notice, 2)
        delivering.hears("the modem was not reached: Error opening device")
        delivering.stop()
        self.deliver(self.plug_in())
        self.site.settled(self.notice, "delivered")

    def test_a_modem_that_is_mute_was_not_given_anything(self):
        modem = self.plug_in(is_mute=True)
        self.deliver(modem, "--attempts", "1")
        row = self.site.settled(self.notice, "failed")
        self.assertEqual(row["result"], "given up after 1 attempts: the modem was not reached: No "
                                        "response in specified timeout. Probably the phone is not "
                                        "connected.")
        self.assertEqual(modem.pdus, [])

    # --- killed between sending and reporting ----------------------------------------------------

    def test_who_is_killed_while_the_modem_sends_knows_what_came_of_it(self):
        modem = self.plug_in("slow 3")
        killed = self.deliver(modem)
        modem.wait_for(lambda it: it.pdus)
        killed.stop(signal.SIGKILL)
        self.assertEqual(self.site.notice(self.notice)["state"], "queued")
        self.deliver(modem).hears("was on its way when the last process ended: taken")
        row = self.site.settled(self.notice, "delivered")
        self.assertEqual((row["attempts"], row["result"], len(modem.pdus)), (1, "1", 1))

    def test_who_is_killed_with_gammu_says_that_it_does_not_know_and_sends_nothing_again(self):
        modem = self.plug_in("silent")
        killed = self.deliver(modem)
        modem.wait_for(lambda it: it.pdus)
        gammu = self.gammu_of(killed)
        killed.stop(signal.SIGKILL)
        os.killpg(gammu, signal.SIGKILL)
        self.deliver(modem).hears("was on its way when the last process ended: unknown")
        row = self.site.settled(self.notice, "failed")
        self.assertTrue(row["result"].startswith("not known whether it was sent"), row)
        self.assertEqual(len(modem.pdus), 1)

    def gammu_of(self, delivering):
        """The group of processes that `timeout` leads."""
        listed = subprocess.run(["ps", "-o", "pgid=,args=", "--ppid", str(delivering.program.pid)],
                                capture_output=True, text=True, check=True).stdout
        group, words = listed.strip().split(maxsplit=1)
        self.assertIn("gammu", words)
        self.assertNotRegex(words, "139", "a number on a command line")
        return int(group)

    def test_what_the_book_could_not_be_told_is_told_when_it_is_back(self):
        modem = self.plug_in("slow 2")
        delivering = self.deliver(modem)
        modem.wait_for(lambda it: it.pdus)
        self.site.serving.stop()
        wait_for(lambda: '"outcome":"taken"' in self.handovers(), self.handovers)
        delivering.stop(signal.SIGKILL)
        self.site.start()
        self.assertEqual(self.site.notice(self.notice)["state"], "queued")
        self.deliver(modem)
        self.site.settled(self.notice, "delivered")
        self.assertEqual(len(modem.pdus), 1)

    def test_a_book_that_was_restored_from_before_does_not_have_it_sent_again(self):
        self.site.serving.stop()
        saved = self.folder / "saved"
        subprocess.run(["cp", "-a", self.folder / "book", saved], check=True)
        self.site.start()
        modem = self.plug_in()
        delivering = self.deliver(modem)
        self.site.settled(self.notice, "delivered")
        self.site.serving.stop()
        subprocess.run(["rm", "-r", self.folder / "book"], check=True)
        saved.rename(self.folder / "book")
        self.site.start()
        delivering.hears("was taken before, and is not sent again")
        row = self.site.settled(self.notice, "delivered")
        self.assertEqual((row["result"], len(modem.pdus)), ("1", 1))


class Start(Delivery):
    def refusal(self, *words):
        run = subprocess.run([BINARIES / "meterbook", "deliver", "--data", self.folder / "delivery",
                              *words], capture_output=True, text=True, check=False, timeout=60)
        self.assertEqual(run.returncode, 2, run.stderr)
        return run.stderr

    def test_a_template_that_is_none_is_refused_with_its_place(self):
        templates = self.folder / "templates"
        templates.mkdir()
        text = templates / "arrears.en.txt"
        for content, sentence in (
                ("Dear\n{name}", r"arrears\.en\.txt: line 2, column 1: no placeholder is called "
                                 r"'name': write one of site, notice, "),
                ("{room}", r"column 1: \{room\} is not always known: put it in \[brackets\]"),
                ("[a[b]", r"column 3: a \[ within brackets"), ("x]", "column 2: a ] that nothing"),
                ("{site", "column 1: a { that nothing ends"), ("[{room}", "a \\[ that nothing"),
                (" \n", "it is empty: write one"), ("a\x07b", "no text in UTF-8")):
            text.write_text(content)
            said = self.refusal("--modem", "/dev/null", "--templates", templates)
            self.assertRegex(said, sentence)
        text.rename(templates / "arrears.de.txt")
        said = self.refusal("--modem", "/dev/null", "--templates", templates)
        self.assertIn("'arrears.de.txt' is the name of no template", said)

    def test_a_way_that_is_none_is_refused(self):
        self.assertIn("give --modem, --webhook, or both", self.refusal())
        self.assertIn("cannot run no-such-gammu: install Debian's package gammu",
                      self.refusal("--modem", "/dev/null", "--gammu", "no-such-gammu"))
        secret = self.folder / "secret"
        secret.write_text("whsec_c2hvcnQ=\n")
        self.assertIn("24 to 64 bytes in base64",
                      self.refusal("--webhook", "http://h/x", "--webhook-secret", secret))
        self.assertIn("--webhook is no address",
                      self.refusal("--webhook", "ftp://h/x", "--webhook-secret", secret))

    def test_two_processes_do_not_share_a_directory(self):
        modem = self.plug_in()
        self.deliver(modem).hears("delivering notices")
        self.assertIn("another process delivers with", self.refusal("--modem", modem.path))


if __name__ == "__main__":
    unittest.main()
