"""The simulated building in Meterbook's words: what has to be registered, opened and sold."""
from collections import defaultdict

FLAT, TIME_OF_USE = "office-flat", "office-tou"
EFFECTIVE_FROM = "2024-01-01T00:00:00Z"
MOST_ON_A_BOX = 247  # a 36-way box answers for many units; a plain line carries 30

TARIFFS = [
    {
        "tariff": FLAT,
        "name": "Offices, one price",
        "effective_from": EFFECTIVE_FROM,
        "prices": [{"band": "single", "price": "0.86420000"}],
    },
    {
        "tariff": TIME_OF_USE,
        "name": "Offices, by time of use",
        "effective_from": EFFECTIVE_FROM,
        "prices": [
            {"band": "sharp", "price": "1.43861250"},
            {"band": "peak", "price": "1.15870000"},
            {"band": "flat", "price": "0.70223100"},
            {"band": "valley", "price": "0.33810000"},
        ],
        "schedule": [
            {"from_minute": 0, "band": "valley"},
            {"from_minute": 6 * 60, "band": "flat"},
            {"from_minute": 8 * 60, "band": "peak"},
            {"from_minute": 11 * 60, "band": "flat"},
            {"from_minute": 18 * 60, "band": "sharp"},
            {"from_minute": 21 * 60, "band": "flat"},
            {"from_minute": 22 * 60, "band": "valley"},
        ],
    },
]


def id_of(name):
    return name.replace(" ", "-")


def site(description, poll_interval_s):
    return {
        "name": description["site"]["name"],
        "zone": description["site"]["zone"],
        "currency": "CNY",
        "payment_methods": ["cash", "bank", "wechat"],
        # The simulated clock runs faster than ours, so a meter seems to draw more than it can.
        "plausibility_margin_percent": 1000,
        "poll_interval_s": poll_interval_s,
        "misses_until_lost": 3,
        "cutoff": "automatic",
    }


def buildings(description):
    names = sorted({meter["building"] for meter in description["meters"]})
    return [{"building": id_of(name), "name": name} for name in names]


def gateways(description):
    """One serial server for each line, in the building of the line's meters."""
    return [
        {"gateway": f"GW-{line}", "building": id_of(meters[0]["building"]),
         "name": f"Serial server of {line}"}
        for line, meters in meters_by_line(description).items()
    ]


def lines(description, addresses):
    meters = meters_by_line(description)
    return [
        {
            "line": line["id"],
            "gateway": f"GW-{line['id']}",
            "transport": line["transport"],
            "address": addresses[line["id"]],
            "baud": line["baud"],
            "parity": "none",
            "stop_bits": 1,
            "response_timeout_ms": 1000,
            "max_meters": MOST_ON_A_BOX if "box" in meters[line["id"]][0] else 30,
        }
        for line in description["lines"]
    ]


def meters_by_line(description):
    by_line = defaultdict(list)
    for meter in description["meters"]:
        by_line[meter["line"]].append(meter)
    return by_line


def meters(description):
    return [
        {
            "meter": meter["id"],
            "line": meter["line"],
            "unit": meter["unit"],
            "profile": meter["profile"],
            "number": meter["number"],
            "ct": meter["ct"],
            "pt": meter["pt"],
            "rated_power_w": meter["rated_power_w"],
            "has_relay": True,
            "mode": "book",
            "place": {"building": id_of(meter["building"]), "floor": meter["floor"],
                      "room": meter["room"]},
        }
        for meter in description["meters"]
    ]


def tariff_of(meter):
    return TIME_OF_USE if meter["phases"] == 3 else FLAT


def accounts(description):
    """A tenant for each room, and one that rents the three-phase supplies of a whole line."""
    opened = []
    for line, on_line in sorted(meters_by_line(description).items()):
        large = [meter["id"] for meter in on_line if meter["phases"] == 3]
        small = [meter["id"] for meter in on_line if meter["phases"] == 1]
        groups = [large] * bool(large) + [[meter] for meter in small]
        opened += [
            {"account": f"A-{line}-{number:02}", "customer": f"C-{line}-{number:02}",
             "meters": group}
            for number, group in enumerate(groups, 1)
        ]
    return opened


def wallets(description):
    return {meter: f"{account['account']}.{meter}"
            for account in accounts(description) for meter in account["meters"]}
