#include "api/replies.hpp"

namespace api {
namespace {

using ledger::State;

/// The records of a map of the book's state, in the order of their names.
template <class Map, class Write>
Response list_of(const Call& call, Map State::* map, Write&& write_one) {
    const Json items = call.service.book.read([&](const State& state) {
        Json list = Json::array();
        for (const auto& [id, each] : state.*map) list.push_back(write_one(each));
        return list;
    });
    return json_response({{"items", items}, {"next_cursor", nullptr}});
}

template <class Map, class Write>
Response one_of(const Call& call, Map State::* map, Write&& write_one) {
    const auto id = name_in<typename Map::key_type>(call, 0);
    const auto found = call.service.book.read([&](const State& state) -> std::optional<Json> {
        const auto* known = ledger::find(state.*map, id);
        return known == nullptr ? std::nullopt : std::optional(write_one(*known));
    });
    if (!found) throw Problem(404, "path_must_exist", "", "'" + id.text() + "' is not registered");
    return json_response(*found);
}

/// A line of a serial device has no gateway, and may leave it out.
Response declare_line(const Call& call) {
    const Wish wish = wish_of(call.request);
    Json body = with_name(wish.body, "line", call.names[0]);
    if (!body.contains("gateway")) body["gateway"] = nullptr;
    return write(call, ledger::RegisterLine{read_record<ledger::LineRegistered>(body, "")},
                 wish.reason, Key::accepted);
}

/// A gateway that does not say that it collects is a box that others read through.
Response declare_gateway(const Call& call) {
    const Wish wish = wish_of(call.request);
    Json body = with_name(wish.body, "gateway", call.names[0]);
    if (!body.contains("collects")) body["collects"] = false;
    return write(call, ledger::RegisterGateway{read_record<ledger::GatewayRegistered>(body, "")},
                 wish.reason, Key::accepted);
}

template <class Fact>
Response declare(const Call& call, const std::string& field) {
    const Wish wish = wish_of(call.request);
    const Json body = with_name(wish.body, field, call.names[0]);
    return write(call, ledger::Declare<Fact>{read_record<Fact>(body, "")}, wish.reason,
                 Key::accepted);
}

Json link_json(const GatewayLink& link) {
    Json json{{"linked", link.linked},
              {"tls", link.tls},
              {"from", link.from},
              {"release", link.release},
              {"heard_at", ledger::to_text(link.heard_at)},
              {"clock_offset_us", nullptr},
              {"waiting", link.waiting},
              {"taken", link.taken}};
    if (link.clock_offset) json["clock_offset_us"] = link.clock_offset->count();
    return json;
}

/// With its link, where it collects and was here since the process began.
Json gateway_json(const Call& call, const ledger::GatewayRegistered& gateway) {
    Json json = write_record(gateway);
    json["link"] = nullptr;
    if (!call.service.links) return json;
    for (const GatewayLink& each : call.service.links()) {
        if (each.gateway == gateway.gateway) json["link"] = link_json(each);
    }
    return json;
}

Response list_gateways(const Call& call) {
    return list_of(call, &State::gateways,
                   [&](const auto& each) { return gateway_json(call, each); });
}

Response one_gateway(const Call& call) {
    return one_of(call, &State::gateways,
                  [&](const auto& each) { return gateway_json(call, each); });
}

Json line_json(const ledger::Line& line) {
    Json json = write_record(line.registered);
    json["in_contact"] = line.contact_lost.is_none();
    return json;
}

}  // namespace

std::vector<Route> place_routes() {
    const auto plain = [](const auto& fact) { return write_record(fact); };
    return {
        {"GET", "/v1/buildings",
         [=](const Call& c) { return list_of(c, &State::buildings, plain); }},
        {"GET", "/v1/buildings/{building}",
         [=](const Call& c) { return one_of(c, &State::buildings, plain); }},
        {"PUT", "/v1/buildings/{building}",
         [](const Call& c) { return declare<ledger::BuildingRegistered>(c, "building"); }},
        {"GET", "/v1/gateways", list_gateways},
        {"GET", "/v1/gateways/{gateway}", one_gateway},
        {"PUT", "/v1/gateways/{gateway}", declare_gateway},
        {"GET", "/v1/lines", [](const Call& c) { return list_of(c, &State::lines, line_json); }},
        {"GET", "/v1/lines/{line}",
         [](const Call& c) { return one_of(c, &State::lines, line_json); }},
        {"PUT", "/v1/lines/{line}", declare_line},
    };
}

}  // namespace api
