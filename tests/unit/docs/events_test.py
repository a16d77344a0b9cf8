"""docs/events.md and ledger/events/events.proto speak of the same events and fields."""
import os
import re
import unittest

ROOT = os.path.join(os.path.dirname(__file__), "../../..")


def text_of(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def messages_of(schema):
    """Message -> its fields; the payloads of the envelope are left out."""
    fields = {}
    for name, body in re.findall(r"^message (\w+) \{(.*?)\}", schema, re.M | re.S):
        fields[name] = re.findall(r"(\w+) = \d+;", body.split("oneof payload")[0])
    return fields


def sections_of(document):
    """Heading -> what stands under it."""
    parts = re.split(r"^#{2,3} (.+)$", document, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2]))


class EventsDocument(unittest.TestCase):
    def setUp(self):
        schema = re.sub(r"//.*", "", text_of("ledger/events/events.proto"))
        self.fields = messages_of(schema)
        self.events = re.findall(r"^ +(\w+) \w+ = \d+;$", schema.split("oneof payload")[1], re.M)
        self.sections = sections_of(text_of("docs/events.md"))

    def test_every_event_of_the_schema_is_described(self):
        self.assertGreater(len(self.events), 40)
        unwritten = self.sections["Named, not yet written"]
        for event in self.events:
            if self.fields[event]:
                self.assertIn(event, self.sections)
            else:
                self.assertIn(f"`{event}`", unwritten)

    def test_every_field_is_described_with_its_event(self):
        for event in [name for name in self.events if self.fields[name]] + ["Envelope"]:
            for field in self.fields[event]:
                with self.subTest(event=event, field=field):
                    self.assertRegex(self.sections[event], rf"\|[^|]*`{field}`[^|]*\|")

    def test_nothing_is_described_that_does_not_exist(self):
        known = set(self.events) | {"Envelope"}
        headings = {name for name in self.sections if re.fullmatch(r"(?:[A-Z][a-z]+){2,}", name)}
        self.assertLessEqual(headings, known)
        for event in sorted(headings) + ["Envelope"]:
            named = re.findall(r"^\|([^|]*)\|", self.sections[event], re.M)
            for field in re.findall(r"`(\w+)`", " ".join(named)):
                self.assertIn(field, self.fields[event], event)

    def test_unwritten_events_have_no_fields_yet(self):
        for event in re.findall(r"`(\w+)`", self.sections["Named, not yet written"]):
            self.assertEqual(self.fields[event], [], f"{event} has fields: describe it")


if __name__ == "__main__":
    unittest.main()
