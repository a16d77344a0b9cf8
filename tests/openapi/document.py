"""The OpenAPI document, and a strict judge of answers."""
import json
import re

from jsonschema import Draft202012Validator as Strict
from jsonschema import FormatChecker, ValidationError, validators

PREFIX = "#/components/"


class Document:
    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.whole = json.load(file)
        judge = validators.extend(Strict,
                                  {"$ref": self.follow, "oneOf": self.one_of})
        self.judges = {}
        self.new_judge = lambda schema: judge(schema, format_checker=FormatChecker(("date",)))
        self.paths = [(re.compile(re.sub(r"\{\w+\}", "[^/]+",
                                         re.sub(r"\{\w+_path\}", ".+", path))), path)
                      for path in sorted(self.whole["paths"], key=lambda each: each.count("{"))]

    def target(self, reference):
        kind, name = reference.removeprefix(PREFIX).split("/")
        return self.whole["components"][kind][name]

    def resolved(self, thing):
        return self.target(thing["$ref"]) if "$ref" in thing else thing

    def follow(self, validator, reference, instance, _schema):
        yield from validator.descend(instance, self.target(reference))

    def one_of(self, validator, choices, instance, schema):
        """By the discriminator where there is one: of sixty kinds of events one is looked at."""
        named = schema.get("discriminator")
        if not named or not isinstance(instance, dict):
            yield from Strict.VALIDATORS["oneOf"](validator, choices, instance, schema)
            return
        word = instance.get(named["propertyName"])
        if word in named["mapping"]:
            yield from self.follow(validator, named["mapping"][word], instance, schema)
        else:
            yield ValidationError(f"{named['propertyName']} is {word!r}: that is not described")

    def operation(self, method, path):
        """Its template and description; nothing where the document knows no such thing."""
        for pattern, template in self.paths:
            found = self.whole["paths"][template].get(method.lower())
            if found and pattern.fullmatch(path):
                return template, found
        return None, None

    def faults(self, schema, body):
        """What is wrong with a body, a line each."""
        key = id(schema)
        if key not in self.judges:
            self.judges[key] = self.new_judge(schema)
        return [f"{'/'.join(map(str, error.absolute_path)) or 'the body'}: {error.message[:300]}"
                for error in self.judges[key].iter_errors(body)]
