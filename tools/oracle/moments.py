"""Moments as microseconds since 1970 in UTC, and what a clock on a wall shows at them."""
import re
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
MINUTE = 60_000_000
LONGEST_CHANGE = 180  # minutes by which a clock is ever put back, and more


def moment_of(text):
    """Microseconds of an RFC 3339 text."""
    whole, fraction, offset = re.fullmatch(
        r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?(Z|[+-]\d\d:\d\d)", text).groups()
    shown = datetime.fromisoformat(whole + offset.replace("Z", "+00:00"))
    return (shown - EPOCH) // timedelta(microseconds=1) + int((fraction or "0").ljust(6, "0"))


class Clock:
    """A clock on a wall, read minute by minute. Within a minute of UTC it never jumps."""

    def __init__(self, zone):
        self.zone = ZoneInfo(zone)
        self.known = {}

    def date_at(self, moment):
        return self.shown(moment // MINUTE)[0]

    def shown(self, minute):
        """The date in a minute since 1970, and the latest minute of that date shown so far."""
        if minute not in self.known:
            self.known[minute] = self._look(minute)
        return self.known[minute]

    def _look(self, minute):
        now = self._face(minute)
        if now.utcoffset() == self._face(minute - LONGEST_CHANGE).utcoffset():
            return now.date(), now.hour * 60 + now.minute
        before = (self._face(minute - back) for back in range(LONGEST_CHANGE + 1))
        return now.date(), max(face.hour * 60 + face.minute for face in before
                               if face.date() == now.date())

    def _face(self, minute):
        return datetime.fromtimestamp(minute * 60, self.zone)
