"""A day at a property: registers a simulated building, opens, sells, refunds, reverses, trips and
restores; runs until Ctrl-C, and then has the book judged by hledger and by `meterbook verify`."""
import argparse
import concurrent.futures
import pathlib
import shutil
import signal
import sys
import time

import demo_building
import demo_judge
from demo_programs import Failed, order, start_book, start_building, wait_until

ROOT = pathlib.Path(__file__).resolve().parent.parent
# A weekday, 08:00 in the building; a minute of ours is an hour there.
CLOCK = {"start": "2026-11-20T00:00:00Z", "speed": 60}
POLL_INTERVAL_S = 1800
PENNILESS = "0.05"  # one tenant in ten buys no more, so that there is somebody to trip
STARTED = time.monotonic()


def say(text):
    print(f"{time.monotonic() - STARTED:6.1f} s  {text}", flush=True)


def each(work, items):
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        return list(pool.map(work, items))


class Day:
    def __init__(self, book, plan, programs):
        self.book, self.plan, self.programs = book, plan, programs
        self.wallet_of = demo_building.wallets(plan)
        meters = sorted(self.wallet_of)
        self.penniless, self.solvent = meters[::10], [m for i, m in enumerate(meters) if i % 10]

    def wait(self, what, is_so, patience_s=90):
        wait_until(what, is_so, patience_s, self.programs)

    def row(self, meter):
        return self.book.get(f"/v1/meter-states/{meter}")

    # --- the office ----------------------------------------------------------------------------

    def register(self, addresses):
        say("registering the building")
        put = lambda path, body: self.book.ask("PUT", path, body)
        put("/v1/site", demo_building.site(self.plan, POLL_INTERVAL_S))
        for building in demo_building.buildings(self.plan):
            put(f"/v1/buildings/{building['building']}", building)
        for gateway in demo_building.gateways(self.plan):
            put(f"/v1/gateways/{gateway['gateway']}", gateway)
        for line in demo_building.lines(self.plan, addresses):
            put(f"/v1/lines/{line['line']}", line)
        for tariff in demo_building.TARIFFS:
            self.book.ask("POST", "/v1/tariffs", tariff)
        each(self.register_meter, zip(demo_building.meters(self.plan), self.plan["meters"]))

    def register_meter(self, pair):
        meter, described = pair
        path = f"/v1/meters/{meter['meter']}"
        tariff = {"tariff": demo_building.tariff_of(described),
                  "from": demo_building.EFFECTIVE_FROM}
        self.book.ask("PUT", path, meter)
        self.book.ask("PUT", f"{path}/tariff", tariff)
        self.book.ask("PUT", f"{path}/thresholds",
                      {"alarm1": "50", "alarm2": "10", "overload_w": 0})

    def wait_for_readings(self):
        def unread():
            rows = self.book.get("/v1/meter-states?limit=1000")["items"]
            return sum(row["last_reading"] is None for row in rows)

        self.wait("every meter to be read", lambda: unread() == 0)
        boxes = {meter["box"] for meter in self.plan["meters"] if "box" in meter}
        alone = sum("box" not in meter for meter in self.plan["meters"])
        say(f"read over Modbus: {alone} meters and {len(boxes)} boxes of "
            f"{(len(self.plan['meters']) - alone) // len(boxes)} users")

    # --- the counter ---------------------------------------------------------------------------

    def sell(self, wallet, amount, method, key):
        sale = {"wallet": wallet, "amount": amount, "method": method}
        return self.book.ask("POST", "/v1/sales", sale, key)

    def open_and_sell(self):
        accounts = demo_building.accounts(self.plan)
        each(lambda account: self.book.ask("POST", "/v1/accounts", account), accounts)
        amounts = {**dict.fromkeys(self.penniless, PENNILESS), **dict.fromkeys(self.solvent, "120")}
        each(lambda sale: self.sell(self.wallet_of[sale[0]], sale[1], "cash", f"till-{sale[0]}"),
             amounts.items())
        say(f"opened {len(accounts)} accounts, sold credit to {len(amounts)} wallets")

    def refund_and_reverse(self):
        first, second = (self.wallet_of[meter] for meter in self.solvent[:2])
        sold = self.sell(first, "80.00", "bank", "till-again-1")
        again = self.sell(first, "80.00", "bank", "till-again-1")
        say(f"the till asked twice with one key: sale {sold['position']} and again sale "
            f"{again['position']}")
        refund = {"sale": sold["position"], "amount": "30.00", "method": "bank",
                  "reason": "paid too much"}
        self.book.ask("POST", "/v1/refunds", refund, "till-refund-1")
        _, refusal = self.book.try_to("POST", "/v1/refunds", {**refund, "amount": "60.00"},
                                      "till-refund-2")
        say(f"refunded 30.00; another 60.00 is refused: {refusal['detail']}")
        wrong = self.sell(second, "500.00", "wechat", "till-again-2")
        self.book.ask("POST", "/v1/reversals", {
            "transaction": wrong["position"], "debt_allowed": False,
            "reason": "sold to the wrong tenant"}, "till-reversal-1")
        say(f"sale {wrong['position']} was a mistake and is reversed")

    # --- the field -----------------------------------------------------------------------------

    def command(self, meter, kind, reason):
        """Requests a command and waits until its goal was read back."""
        wish = {"meter": meter, "kind": kind, "reason": reason}
        name = self.book.ask("POST", "/v1/commands", wish)["position"]
        path = f"/v1/commands/{name}?at_least={name}"
        self.wait(f"{kind} of {meter} to end",
                  lambda: self.book.get(path)["state"] in ("confirmed", "failed"))
        done = self.book.get(path)
        if done["state"] != "confirmed":
            raise Failed(f"{kind} of {meter} failed: {done}")

    def switch_by_hand(self):
        kept, tripped = self.penniless[0], self.solvent[2]
        self.command(kept, "keep_power", "life support on this floor")
        self.command(tripped, "trip", "work on the riser")
        say(f"{kept} keeps its power whatever its balance; {tripped} is tripped by hand: breaker "
            f"{self.row(tripped)['badges']['breaker']}")
        self.command(tripped, "restore_prepaid", "work is done")
        say(f"{tripped} is back: breaker {self.row(tripped)['badges']['breaker']}")

    def spike(self, control_port):
        meter = self.solvent[3]
        order(control_port, do="fault", fault=f"spike:{meter}:next=1")

        def quarantined():
            events = self.book.get(f"/v1/meters/{meter}/readings")["items"]
            return [event for event in events if event["type"] == "ReadingQuarantined"]

        self.wait(f"the spike of {meter}", quarantined)
        say(f"{meter} showed nonsense, which is kept and not charged: "
            f"{quarantined()[0]['data']['detail']}")

    def arrears(self):
        def tripped():
            path = "/v1/meter-states?state=arrears&limit=1000"
            return [row for row in self.book.get(path)["items"]
                    if row["badges"]["supply"] == "trip"]

        self.wait("tenants without credit to be tripped", lambda: len(tripped()) >= 10)
        row = tripped()[0]
        say(f"{len(tripped())} tenants used up their credit and are tripped; {row['meter']} "
            f"({row['balance']}, breaker {row['badges']['breaker']}) buys again")
        self.sell(row["wallet"], "100.00", "cash", "till-rescue")
        self.wait(f"power of {row['meter']}",
                  lambda: self.row(row["meter"])["badges"]["breaker"] == "closed")
        say(f"{row['meter']} has power again, read back from its relay")

    # --- the wall ------------------------------------------------------------------------------

    def invite(self, book_folder):
        url, wallet = self.book.url, self.wallet_of[self.solvent[0]]
        print(f"""
    open  {url}/                                   the console
          {url}/v1/meter-states?limit=20            the wall, as JSON
          {url}/v1/wallets/{wallet}/entries    a statement
          {url}/v1/events?from=1&limit=20           the log
          {url}/v1/reports/trial-balance            the books
          {url}/metrics                             for Prometheus
    log   {book_folder.parent}/*.log; the book lies beside it. docs/api.md says what can be asked.
""", flush=True)

    def show_state(self):
        counts = self.book.get("/v1/meter-states?limit=1")["counts"]
        position = self.book.get("/readyz")["position"]
        revenue = self.balances(position).get("revenue:energy", "0").removeprefix("-")
        states = ", ".join(f"{count} {state}" for state, count in counts.items() if count)
        say(f"{position} events; {revenue} CNY of energy charged; meters: {states}")

    def balances(self, position):
        report = self.book.get(f"/v1/reports/trial-balance?at_least={position}")
        return {row["account"]: row["balance"] for row in report["rows"]}


def run_day(day, addresses, control_port, book_folder, seconds):
    day.register(addresses)
    day.wait_for_readings()
    day.open_and_sell()
    day.refund_and_reverse()
    day.switch_by_hand()
    day.spike(control_port)
    day.arrears()
    day.invite(book_folder)
    say("running; Ctrl-C closes the books" if seconds is None else f"running for {seconds} s more")
    deadline = None if seconds is None else time.monotonic() + seconds
    while deadline is None or time.monotonic() < deadline:
        day.show_state()
        pause = 20 if deadline is None else min(20, max(0, deadline - time.monotonic()))
        time.sleep(pause)
        for program in day.programs:
            program.check_alive()


def close_books(day, binaries, folder):
    """True when hledger agrees with every balance and the log proves itself."""
    simulator, server = day.programs
    say("closing the books")
    simulator.stop()  # the meters first: nothing is charged after the last look at the balances
    time.sleep(2)  # longer than any question that is still on a wire
    ours = day.balances(day.book.get("/readyz")["position"])
    server.stop()

    meterbook, book = binaries / "meterbook", folder / "book"
    proven = demo_judge.verify(meterbook, book)
    theirs = demo_judge.hledger_balances(meterbook, book, folder / "book.journal")
    differing = demo_judge.differences(ours, theirs)
    for account, balance in sorted(ours.items()):
        if not account.startswith("wallet:"):
            print(f"    {balance:>16}  {account}")
    wallets = sum(account.startswith("wallet:") for account in ours)
    print(f"    hledger agrees with {len(ours) - len(differing)} of {len(ours)} balances, "
          f"{wallets} of them wallets")
    for difference in differing:
        print(f"    DIFFERS  {difference}")
    return proven and wallets > 0 and not differing


def demonstrate(wishes, programs):
    folder = wishes.folder.resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    simulator, plan, addresses, control = start_building(folder, wishes.binaries, "demo", CLOCK)
    programs.append(simulator)
    server, book = start_book(folder, wishes.binaries, wishes.listen, CLOCK)
    programs.append(server)
    say(f"{plan['site']['name']}: {len(plan['meters'])} simulated meters on {len(addresses)} "
        f"lines, an hour a minute; the book is at {book.url}")
    day = Day(book, plan, programs)
    try:
        run_day(day, addresses, control, folder / "book", wishes.seconds)
    except KeyboardInterrupt:
        print()
    return close_books(day, wishes.binaries, folder)


def wishes_of(arguments):
    parser = argparse.ArgumentParser(prog="tools/demo", description=__doc__)
    parser.add_argument("--for", dest="seconds", type=int, metavar="SECONDS",
                        help="end by itself so long after everything was shown; 0: at once")
    parser.add_argument("--listen", default="127.0.0.1:8080",
                        help="where the book answers; a free port where this one is taken")
    parser.add_argument("--folder", type=pathlib.Path, default=ROOT / ".demo",
                        help="where the book and the logs are written, anew each time")
    parser.add_argument("--binaries", type=pathlib.Path, default=ROOT / "build" / "bin",
                        help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def interrupt(*_):
    raise KeyboardInterrupt


def main():
    wishes = wishes_of(sys.argv[1:])
    signal.signal(signal.SIGTERM, interrupt)
    programs = []
    try:
        well = demonstrate(wishes, programs)
    except Failed as failed:
        sys.exit(f"demo: {failed}")
    finally:
        for program in programs:
            program.stop()
    say("all is well" if well else "SOMETHING IS WRONG: see above")
    sys.exit(0 if well else 1)


if __name__ == "__main__":
    main()
