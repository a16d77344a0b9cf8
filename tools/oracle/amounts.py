"""Decimal texts as whole counts of the smallest unit, and back. Exact, or an error."""
from decimal import Decimal, localcontext

MONEY, ENERGY, PRICE = 6, 3, 8  # decimals: micro-units, watt-hours of a kWh, 1e-8 a kWh


def count_of(text, decimals):
    """"12.34" with 6 decimals is 12,340,000."""
    with localcontext() as context:
        context.prec = 60
        exact = Decimal(text).scaleb(decimals)
        if exact != exact.to_integral_value():
            raise ValueError(f"'{text}' has more than {decimals} decimals")
        return int(exact)


def text_of(count, decimals):
    """As the book writes it: at least two decimals, and no more than are needed."""
    digits = str(abs(count)).rjust(decimals + 1, "0")
    whole, fraction = digits[:-decimals], digits[-decimals:]
    while len(fraction) > 2 and fraction.endswith("0"):
        fraction = fraction[:-1]
    return ("-" if count < 0 else "") + f"{whole}.{fraction}"


def money(text):
    return count_of(text, MONEY)


def money_text(count):
    return text_of(count, MONEY)
