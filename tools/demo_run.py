"""Runs the simulated building and the book beside it, as the people of a property would: registers,
opens, sells, refunds, reverses, trips and restores; then holds the book against hledger."""
import argparse
import concurrent.futures
import json
import pathlib
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

import demo_building

ROOT = pathlib.Path(__file__).resolve().parent.parent
BIN = ROOT / "build" / "bin"
HOME = ROOT / ".demo"
START, SPEED = "2026-11-20T00:00:00Z", 60
BASE_PORT, LISTEN = 26000, "127.0.0.1:8080"
TARIFFS_FROM = "2026-11-01T00:00:00+08:00"


def say(text):
    print(f"==> {text}", flush=True)


def ask(method, path, body=None, key=None):
    headers = {"Content-Type": "application/json"}
    if key:
        headers["Idempotency-Key"] = key
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"http://{LISTEN}{path}", data, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read())
    except urllib.error.HTTPError as error:
        problem = json.loads(error.read())
        sys.exit(f"{method} {path}: {problem['code']}: {problem['detail']}")


def wait_until(what, is_so, patience_s=60):
    deadline = time.monotonic() + patience_s
    while not is_so():
        if time.monotonic() > deadline:
            sys.exit(f"{what}: did not happen within {patience_s} s")
        time.sleep(0.2)


def is_up():
    try:
        with urllib.request.urlopen(f"http://{LISTEN}/healthz", timeout=1):
            return True
    except OSError:
        return False


def each(work, items):
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        return list(pool.map(work, items))


def register(plan):
    addresses = {line["id"]: f"127.0.0.1:{line['port']}" for line in plan["lines"]}
    ask("PUT", "/v1/site", demo_building.site(plan, 1800))
    for building in demo_building.buildings(plan):
        ask("PUT", f"/v1/buildings/{building['building']}", building)
    for gateway in demo_building.gateways(plan):
        ask("PUT", f"/v1/gateways/{gateway['gateway']}", gateway)
    for line in demo_building.lines(plan, addresses):
        ask("PUT", f"/v1/lines/{line['line']}", line)
    for tariff in demo_building.TARIFFS:
        ask("POST", "/v1/tariffs", tariff)
    each(register_meter, zip(demo_building.meters(plan), plan["meters"]))


def register_meter(pair):
    meter, described = pair
    path = f"/v1/meters/{meter['meter']}"
    ask("PUT", path, meter)
    ask("PUT", f"{path}/tariff",
        {"tariff": demo_building.tariff_of(described), "from": TARIFFS_FROM})
    ask("PUT", f"{path}/thresholds", {"alarm1": "50", "alarm2": "10", "overload_w": 0})


def counts():
    return ask("GET", "/v1/meter-states?limit=1")["counts"]


def unread():
    rows = ask("GET", "/v1/meter-states?limit=1000")["items"]
    return sum(row["last_reading"] is None for row in rows)


def open_and_sell(plan):
    each(lambda account: ask("POST", "/v1/accounts", account), demo_building.accounts(plan))
    wallets = sorted(demo_building.wallets(plan).values())
    # One tenant in ten pays next to nothing, so that there is somebody to trip.
    sales = [(wallet, "0.05" if number % 10 == 0 else "120.00")
             for number, wallet in enumerate(wallets)]
    each(lambda sale: ask("POST", "/v1/sales",
                          {"wallet": sale[0], "amount": sale[1], "method": "cash"},
                          f"demo-{sale[0]}"), sales)
    return wallets


def refund_and_reverse(wallets):
    sold = ask("POST", "/v1/sales", {"wallet": wallets[1], "amount": "80.00", "method": "bank"},
               "demo-extra-1")
    ask("POST", "/v1/refunds", {"sale": sold["position"], "amount": "30.00", "method": "bank",
                                "reason": "paid too much"}, "demo-refund-1")
    wrong = ask("POST", "/v1/sales", {"wallet": wallets[2], "amount": "500.00", "method": "wechat"},
                "demo-extra-2")
    ask("POST", "/v1/reversals", {"transaction": wrong["position"], "debt_allowed": False,
                                  "reason": "sold to the wrong tenant"}, "demo-reversal-1")


def trip_and_restore():
    say("waiting for the tenants without credit to be tripped (the clock runs 60 times faster)")
    wait_until("arrears are tripped", tripped, 90)
    row = ask("GET", "/v1/meter-states?state=arrears&limit=1")["items"][0]
    say(f"meter {row['meter']} is in arrears ({row['balance']}), its breaker is "
        f"{row['badges']['breaker']}; it buys again")
    ask("POST", "/v1/sales", {"wallet": row["wallet"], "amount": "100.00", "method": "cash"},
        "demo-rescue")
    wait_until("power comes back", lambda: ask(
        "GET", f"/v1/meter-states/{row['meter']}")["badges"]["supply"] == "restore_prepaid")
    say(f"meter {row['meter']} has power again, read back from its relay")


def tripped():
    commands = ask("GET", "/v1/commands?state=confirmed&limit=1000")["items"]
    return sum(command["kind"] == "trip" for command in commands) >= 10


def hledger_balances(journal):
    names = {"liabilities:wallet:": "wallet:", "assets:cash:": "cash:", "revenue:": "revenue:"}
    out = subprocess.run(["hledger", "-f", journal, "bal", "--flat", "--no-total", "--empty", "-O",
                          "json"], check=True, capture_output=True, text=True).stdout
    balances = {}
    for account, _, _, amounts in json.loads(out)[0]:
        for theirs, ours in names.items():
            if account.startswith(theirs):
                quantity = amounts[0]["aquantity"] if amounts else None
                micros = 0
                if quantity:
                    micros = quantity["decimalMantissa"] * 10 ** (6 - quantity["decimalPlaces"])
                balances[ours + account[len(theirs):]] = micros
    return balances


def micros(text):
    whole, _, fraction = text.partition(".")
    sign = -1 if text.startswith("-") else 1
    return sign * (abs(int(whole)) * 1_000_000 + int(fraction.ljust(6, "0")))


def summary(ours, book):
    """True when the book proves itself and hledger agrees with every balance."""
    journal = HOME / "book.journal"
    proven = subprocess.run([BIN / "meterbook", "verify", book]).returncode == 0
    subprocess.run([BIN / "meterbook", "export", book, "--format", "hledger", "--out", journal],
                   check=True)
    subprocess.run(["hledger", "-f", journal, "check"], check=True)
    theirs = hledger_balances(journal)
    differing = [name for name, balance in ours.items() if micros(balance) != theirs.get(name, 0)]
    wallets = sum(name.startswith("wallet:") for name in ours)
    for name, balance in sorted(ours.items()):
        if not name.startswith("wallet:"):
            print(f"    {balance:>20}  {name}")
    print(f"    hledger agrees with {len(ours) - len(differing)} of {len(ours)} balances "
          f"({wallets} wallets)")
    for name in differing:
        print(f"    DIFFERS: {name}: {ours[name]} here, {theirs.get(name)} micro-units there")
    return proven and not differing


def run(seconds, children):
    book = HOME / "book"
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir()
    simulator = [BIN / "metersim", "--building", "demo", "--base-port", str(BASE_PORT)]
    plan = json.loads(subprocess.check_output([*simulator, "--describe"]))
    say(f"starting {len(plan['meters'])} simulated meters on {len(plan['lines'])} lines")
    log = (HOME / "log").open("w")
    children.append(subprocess.Popen([*simulator, "--speed", str(SPEED), "--start", START],
                                     stdout=log, stderr=log, start_new_session=True))
    children.append(subprocess.Popen(
        [BIN / "meterbook", "serve", "--data", book, "--listen", LISTEN, "--clock-start", START,
         "--clock-speed", str(SPEED)], stdout=log, stderr=log, start_new_session=True))
    wait_until("the book answers", is_up, 30)
    say("registering the building")
    register(plan)
    say("reading every meter over Modbus")
    wait_until("every meter is read", lambda: unread() == 0)
    say("opening accounts and selling credit")
    wallets = open_and_sell(plan)
    refund_and_reverse(wallets)
    trip_and_restore()
    say(f"states: {counts()}")
    base = f"http://{LISTEN}"
    print(f"""
    look at   {base}/v1/meter-states?limit=20      the wall
              {base}/v1/wallets/{wallets[1]}/entries   a statement
              {base}/v1/events?from=1&limit=20      the log
              {base}/v1/reports/trial-balance       the books
              {base}/metrics                        for Prometheus
    the book lies in {book.relative_to(ROOT)}; docs/api.md says what else can be asked
""", flush=True)
    say("running; Ctrl-C ends it" if seconds == 0 else f"running for {seconds} s more")
    try:
        time.sleep(seconds or 10 ** 8)
    except KeyboardInterrupt:
        print()
    say("stopping")
    # The meters first: nothing is charged between the last look at the balances and the end.
    stop(children[0])
    time.sleep(1)
    position = ask("GET", "/readyz")["position"]
    ours = ask("GET", f"/v1/reports/trial-balance?at_least={position}")
    stop(children[1])
    balances = {row["account"]: row["balance"] for row in ours["accounts"]}
    return summary(balances, book)


def stop(child):
    if child.poll() is None:
        child.send_signal(signal.SIGTERM)
        child.wait(timeout=20)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--for", dest="seconds", type=int, default=0)
    seconds = parser.parse_args().seconds
    children = []
    try:
        well = run(seconds, children)
    finally:
        for child in children:
            stop(child)
    say("all is well" if well else "SOMETHING IS WRONG: see above")
    sys.exit(0 if well else 1)


main()
