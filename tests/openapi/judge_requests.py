"""Holds a request that succeeded against the OpenAPI document: its parameters and its body."""
import json
from urllib.parse import parse_qsl


def request_faults(document, operation, exchange):
    """What is wrong with it, a line each. Old records hold no body, and it is not judged."""
    if exchange["status"] >= 300:
        return []
    faults = query_faults(document, operation, exchange["target"])
    if exchange.get("asked") is not None:
        faults += body_faults(document, operation, exchange["asked"])
    return faults


def query_faults(document, operation, target):
    parameters = map(document.resolved, operation.get("parameters", []))
    described = {each["name"] for each in parameters if each["in"] == "query"}
    asked = {name for name, _ in parse_qsl(target.partition("?")[2], keep_blank_values=True)}
    return [f"parameter {name} is taken and not described" for name in sorted(asked - described)]


def body_faults(document, operation, asked):
    body = operation.get("requestBody")
    if body is None:
        return [] if asked in ("", "{}") else ["it takes a body, and none is described"]
    if not asked:
        return ["it does without the body that is required"] if body.get("required") else []
    content = body["content"].get("application/json")
    try:
        value = json.loads(asked)
    except ValueError:
        is_of_another_type = len(body["content"]) > (1 if content else 0)
        return [] if is_of_another_type else ["it takes a body that is no JSON"]
    if content is None or "schema" not in content:
        return []
    return [f"of the request, {fault}" for fault in document.faults(content["schema"], value)]
