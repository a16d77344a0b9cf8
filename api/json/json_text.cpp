#include "api/json/json_text.hpp"

#include <algorithm>

namespace api {
namespace {

void put_event(const ledger::Event& event, std::string& out) {
    ObjectText json(out);
    json.add_members(event.envelope).add("type", ledger::name_of(event.payload));
    std::visit([&](const auto& fact) { json.add("data", fact); }, event.payload);
    json.end();
}

}  // namespace

void put_text(std::string_view text, std::string& out) {
    const bool is_plain = std::ranges::all_of(
        text, [](char c) { return c >= ' ' && c < '\x7f' && c != '"' && c != '\\'; });
    if (!is_plain) return void(out += dump(Json(text)));
    out.append("\"").append(text).append("\"");
}

void put_events(const std::vector<ledger::Event>& events, std::string& out) {
    out += '[';
    for (const ledger::Event& each : events) {
        if (&each != events.data()) out += ',';
        put_event(each, out);
    }
    out += ']';
}

}  // namespace api
