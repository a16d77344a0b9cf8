"""Holds the body of a request that succeeded against the OpenAPI document."""
import json
import re


def request_faults(document, template, operation, exchange):
    """What is wrong with it, a line each. Old records hold no body, and it is not judged."""
    if exchange["status"] >= 300 or "dry_run=true" in exchange["target"]:
        return []  # nothing is tried as it would be written: a reason, a key may be missing
    if exchange.get("asked") is None:
        return []
    return body_faults(document, template, operation, exchange)


def body_faults(document, template, operation, exchange):
    asked = exchange["asked"]
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
    if content is None or "schema" not in content or not isinstance(value, dict):
        return []
    faults = document.faults(content["schema"], value)
    if faults:  # a body may repeat the names of its path
        named = re.findall(r"\{(\w+)\}", template)
        bare = {key: each for key, each in value.items() if key not in named}
        faults = document.faults(content["schema"], bare)
    return [f"of the request, {fault}" for fault in faults]
