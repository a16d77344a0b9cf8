"""What a charge leaves behind, whatever it was for."""
from amounts import ENERGY, text_of


def post(witness, fact, lines, after):
    """The meter's wallet pays the lines; `after` are its carry and the meter's tier count."""
    meter, (carry, count) = witness.meters[fact["meter"]], after
    witness.compare("wallet", fact["wallet"], meter.wallet)
    witness.compare("carry_after", fact["carry_after"], carry)
    witness.compare("tiers_after", fact["tiers_after"],
                    {"cycle": str(count.cycle), "used": text_of(count.used, ENERGY)})
    wallet = witness.wallets[meter.wallet]
    wallet.consume(sum(line.amount for line in lines))
    wallet.carry, meter.count = carry, count
    witness.lines += len(lines)
