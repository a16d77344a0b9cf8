"""A wallet: its balance, its carry, and which credit is not consumed yet."""

BEFORE_ANY_SALE = 0


class Wallet:
    def __init__(self):
        self.balance, self.carry, self.recharges = 0, 0, 0
        self.brought_in = False  # its balance in an older system
        self.open = {}  # position of the event that brought it -> micro-units that are left

    def add(self, position, amount):
        """Credit pays the debt first; what is left of it is open."""
        left = min(amount, max(0, self.balance + amount))
        self.balance += amount
        if left:
            self.open[position] = self.open.get(position, 0) + left

    def consume(self, amount):
        """Oldest first; what is not there becomes debt. Less than nothing comes back."""
        if amount < 0:
            self.add(BEFORE_ANY_SALE, -amount)
            return
        self.balance -= amount
        self._take(amount)

    def change(self, position, amount):
        """By what a person says: credit of that event, or so much less."""
        if amount < 0:
            self.consume(-amount)
        else:
            self.add(position, amount)

    def refund(self, sale, amount):
        self.balance -= amount
        self.open[sale] = self.unconsumed(sale) - amount

    def undo_sale(self, sale, amount):
        self.balance -= amount
        self._take(amount - self.open.pop(sale, 0))

    def unconsumed(self, sale):
        return self.open.get(sale, 0)

    def is_sound(self):
        """What is open is the balance, or there is a debt and nothing is open."""
        return sum(self.open.values()) == max(0, self.balance)

    def _take(self, amount):
        for position in sorted(self.open):
            part = min(amount, self.open[position])
            self.open[position] -= part
            amount -= part
