"""The Merkle tree of RFC 6962, leaf by leaf."""
import hashlib


def leaf_of(stored):
    return hashlib.sha256(b"\0" + stored).digest()


class Tree:
    """Keeps the roots of the perfect trees that the leaves make up, largest first."""

    def __init__(self):
        self.size, self.peaks = 0, []

    def append(self, leaf):
        self.size += 1
        self.peaks.append(leaf)
        size = self.size
        while size % 2 == 0:
            right, left = self.peaks.pop(), self.peaks.pop()
            self.peaks.append(hashlib.sha256(b"\1" + left + right).digest())
            size //= 2

    def root(self):
        if not self.peaks:
            return hashlib.sha256(b"").digest()
        root = self.peaks[-1]
        for left in reversed(self.peaks[:-1]):
            root = hashlib.sha256(b"\1" + left + root).digest()
        return root
