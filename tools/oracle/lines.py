"""A charge line, as the book writes it and as people read it."""
from dataclasses import dataclass, replace
from datetime import date

from amounts import ENERGY, MONEY, PRICE, count_of, text_of

A_MICRO_UNIT = 100_000  # of 1e-11


@dataclass(frozen=True)
class Line:
    tariff: int | None
    band: str
    day: date
    energy: int      # Wh
    price: int       # 1e-8 a kWh
    basis: str
    tier: int = 0
    amount: int = 0  # micro-units

    def __str__(self):
        what = f"tier {self.tier}" if self.tier else self.band
        return (f"{self.day} {what} {text_of(self.energy, ENERGY)} × {text_of(self.price, PRICE)}"
                f" = {text_of(self.amount, MONEY)} {self.basis}")


def line_of(json):
    return Line(json["tariff"], json["band"], date.fromisoformat(json["day"]),
                count_of(json["energy"], ENERGY), count_of(json["price"], PRICE), json["basis"],
                json["tier"], count_of(json["amount"], MONEY))


def with_amounts(lines, carry):
    """The lines with what is posted for each, and the carry that is left."""
    posted = []
    for line in lines:
        amount, carry = divmod(carry + line.energy * line.price, A_MICRO_UNIT)
        posted.append(replace(line, amount=amount))
    return posted, carry
