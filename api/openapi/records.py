"""The book's records as JSON schemas: as they are answered, whole, and as they may be given."""


def closed(properties, required=None, description=None):
    """An object with these fields and no other."""
    schema = {"type": "object", "additionalProperties": False}
    if description:
        schema["description"] = description
    wanted = list(properties) if required is None else required
    if wanted:
        schema["required"] = wanted
    schema["properties"] = properties
    return schema


def reference(name):
    return {"$ref": f"#/components/schemas/{name}"}


def or_null(schema):
    if "$ref" in schema:
        return {"oneOf": [schema, {"type": "null"}]}
    return {**schema, "type": [schema["type"], "null"]}


def whole_number(kind):
    if kind["bits"] == 64:
        least = {} if kind["signed"] else {"minimum": 0}
        return {"type": "integer", "format": "int64", **least}
    return {"type": "integer", "minimum": 0, "maximum": 2 ** kind["bits"] - 1}


class Records:
    """What describe_records printed; `nobody` names the fields that may hold no name, `left_out`
    those that a list of records in a write's body may do without."""

    def __init__(self, described, nobody, left_out, words):
        self.records = described["records"]
        self.closed_lists = described["words"]
        self.names = described["names"]
        self.events = described["events"]
        self.rules = described["rules"]
        self.nobody, self.left_out = set(nobody), set(left_out)
        self.sentences, self.meanings = words
        self.given_schemas = {}
        fields = {f"{record}.{field['name']}"
                  for record, fields in self.records.items() for field in fields}
        for name in (self.nobody | self.left_out) - fields:
            raise SystemExit(f"document.yaml: there is no field {name}: take it from its list")

    def schemas(self):
        found = {name: self.answered(name) for name in self.records}
        for name, words in self.closed_lists.items():
            found[name] = {"type": "string", "enum": words}
        for name, has_dot in self.names.items():
            found[name] = self.name_schema(name, has_dot)
        found.update(self.event_schemas())
        return found

    def name_schema(self, name, has_dot):
        letters, most = ("A-Za-z0-9_.-", 81) if has_dot else ("A-Za-z0-9_-", 40)
        thing = name.removesuffix("Id").lower()
        return {"type": "string", "description": f"The name of a {thing}.",
                "pattern": f"^[{letters}]{{1,{most}}}$"}

    def type_schema(self, kind, record_schema):
        if kind["is"] == "text":
            return {"type": "string"}
        if kind["is"] == "flag":
            return {"type": "boolean"}
        if kind["is"] == "whole":
            return whole_number(kind)
        if kind["is"] == "list":
            return {"type": "array", "items": self.type_schema(kind["of"], record_schema)}
        if kind["is"] in self.records:
            return record_schema(kind["is"])
        return reference(kind["is"])

    def with_words(self, schema, record, field):
        said = self.meanings.get(f"{record}.{field}")
        return {**schema, "description": said} if said else schema

    def answered(self, record):
        """Every field is there; what may be missing is null."""
        properties = {}
        for field in self.records[record]:
            schema = self.type_schema(field["type"], reference)
            if field["maybe"] or f"{record}.{field['name']}" in self.nobody:
                schema = or_null(schema)
            properties[field["name"]] = self.with_words(schema, record, field["name"])
        return closed(properties, description=self.sentences.get(record))

    def is_loose(self, record):
        """Holds, somewhere, what may be left out when it is given."""
        return any(field["maybe"] or self.is_loose_type(field["type"])
                   for field in self.records[record])

    def is_loose_type(self, kind):
        if kind["is"] == "list":
            return self.is_loose_type(kind["of"])
        return kind["is"] in self.records and self.is_loose(kind["is"])

    def given_reference(self, record):
        if not self.is_loose(record):
            return reference(record)
        name = f"Given{record}"
        if name not in self.given_schemas:
            self.given_schemas[name] = self.given(record)
        return reference(name)

    def given(self, record, less=(), plus=None, optional=()):
        """As a write takes it: what may be missing may be left out."""
        properties, required = {}, []
        for field in self.records[record]:
            name = field["name"]
            if name in less:
                continue
            schema = self.type_schema(field["type"], self.given_reference)
            is_free = field["maybe"] or f"{record}.{name}" in self.nobody
            properties[name] = self.with_words(or_null(schema) if is_free else schema, record, name)
            may_lack = field["maybe"] or f"{record}.{name}" in self.left_out
            if not may_lack and name not in optional:
                required.append(name)
        for name, schema in (plus or {}).items():
            properties[name] = schema
            if name not in optional:
                required.append(name)
        return closed(properties, required, self.sentences.get(record))

    def expanded(self, schema):
        """`record` of a page's schema, less some fields and plus others."""
        if not isinstance(schema, dict) or "record" not in schema:
            return schema
        if schema.get("given"):
            return self.given(schema["record"], schema.get("less", ()), schema.get("plus"),
                              schema.get("optional", ()))
        whole = self.answered(schema["record"])
        properties = {name: what for name, what in whole["properties"].items()
                      if name not in schema.get("less", ())}
        properties.update(schema.get("plus", {}))
        required = [name for name in properties if name not in schema.get("optional", ())]
        return closed(properties, required, schema.get("about", whole.get("description")))

    def event_schemas(self):
        """`Event`: one of all, known by its type."""
        found = {}
        for name in self.events:
            plus = {"type": {"type": "string", "const": name}, "data": reference(name)}
            found[f"{name}Event"] = self.expanded(
                {"record": "Envelope", "plus": plus, "about": self.sentences.get(name, name)})
        found["Event"] = {
            "description": "What happened, with its envelope; `type` says what `data` holds.",
            "oneOf": [reference(f"{name}Event") for name in self.events],
            "discriminator": {"propertyName": "type",
                              "mapping": {name: f"#/components/schemas/{name}Event"
                                          for name in self.events}}}
        return found
