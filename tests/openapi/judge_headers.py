"""Holds the headers of an answer against the OpenAPI document."""

# What HTTP itself, files, the book's clock and the server's guard for browsers say with any answer.
OF_EVERY_ANSWER = {
    "ledger-time", "content-disposition", "vary",
    "content-type", "content-length", "connection", "server", "cache-control",
    "x-content-type-options", "x-frame-options", "referrer-policy", "content-security-policy",
    "strict-transport-security", "allow"}


def header_faults(document, answer, exchange):
    """What is wrong with them, a line each. Old records hold none, and are not judged."""
    if "headers" not in exchange:
        return []
    given = {name.lower(): value for name, value in exchange["headers"].items()}
    described = {name.lower(): document.resolved(header)
                 for name, header in answer.get("headers", {}).items()}
    faults = [f"header {name} is not described for status {exchange['status']}"
              for name in sorted(set(given) - set(described) - OF_EVERY_ANSWER)]
    for name, header in described.items():
        if name in given:
            faults += [f"header {name}: {fault}" for fault in
                       document.faults(header["schema"], read_as(document, header, given[name]))]
        elif header.get("required"):
            faults.append(f"header {name} is missing from status {exchange['status']}")
    return faults


def read_as(document, header, text):
    schema = document.resolved(header["schema"])
    is_number = schema.get("type") == "integer" and text.isdecimal()
    return int(text) if is_number else text
