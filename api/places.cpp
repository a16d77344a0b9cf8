#include "api/lists.hpp"

namespace api {
namespace {

using ledger::State;

/// A line of a serial device has no gateway, and may leave it out.
Response declare_line(const Call& call) {
    const Wish wish = wish_of(call.request);
    Json body = with_name(wish.body, "line", call.names[0]);
    if (!body.contains("gateway")) body["gateway"] = nullptr;
    return write(call, ledger::RegisterLine{read_record<ledger::LineRegistered>(body, "")},
                 wish.reason, Key::accepted);
}

template <class Fact>
Response declare(const Call& call, const std::string& field) {
    const Wish wish = wish_of(call.request);
    const Json body = with_name(wish.body, field, call.names[0]);
    return write(call, ledger::Declare<Fact>{read_record<Fact>(body, "")}, wish.reason,
                 Key::accepted);
}

Json line_json(const ledger::LineId&, const ledger::Line& line) {
    Json json = write_record(line.registered);
    json["in_contact"] = line.contact_lost.is_none();
    return json;
}

constexpr Missing not_registered{"path_must_exist", "", "is not registered"};

}  // namespace

std::vector<Route> place_routes() {
    const auto plain = [](const auto&, const auto& fact) { return write_record(fact); };
    return {
        {"GET", "/v1/buildings",
         [=](const Call& c) { return list_of(c, &State::buildings, plain); }},
        {"GET", "/v1/buildings/{building}",
         [=](const Call& c) { return one_of(c, &State::buildings, not_registered, plain); }},
        {"PUT", "/v1/buildings/{building}",
         [](const Call& c) { return declare<ledger::BuildingRegistered>(c, "building"); }},
        {"GET", "/v1/gateways", [=](const Call& c) { return list_of(c, &State::gateways, plain); }},
        {"GET", "/v1/gateways/{gateway}",
         [=](const Call& c) { return one_of(c, &State::gateways, not_registered, plain); }},
        {"PUT", "/v1/gateways/{gateway}",
         [](const Call& c) { return declare<ledger::GatewayRegistered>(c, "gateway"); }},
        {"GET", "/v1/lines", [](const Call& c) { return list_of(c, &State::lines, line_json); }},
        {"GET", "/v1/lines/{line}",
         [](const Call& c) { return one_of(c, &State::lines, not_registered, line_json); }},
        {"PUT", "/v1/lines/{line}", declare_line},
    };
}

}  // namespace api
