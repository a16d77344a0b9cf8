#include <map>
#include <vector>

#include "api/control/tally_json.hpp"
#include "api/lists.hpp"
#include "api/preconditions.hpp"

namespace api {
namespace {

using ledger::State;

/// `usual` holds what a body may leave out.
template <class Fact>
Reply declare(const Call& call, const std::string& field, Json usual = Json::object()) {
    const Wish wish = wish_of(call.request);
    usual.update(with_name(wish.body, field, call.names[0]));
    return write(call, ledger::Declare<Fact>{read_record<Fact>(usual, "")}, wish.reason,
                 Key::accepted);
}

/// A line of a serial device has no gateway.
Reply declare_line(const Call& call) {
    return declare<ledger::LineRegistered>(call, "line", {{"gateway", nullptr}});
}

/// A gateway that does not say that it collects is a box that others read through.
Reply declare_gateway(const Call& call) {
    return declare<ledger::GatewayRegistered>(call, "gateway", {{"collects", false}});
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

using Links = std::vector<GatewayLink>;

Links links_of(const Call& call) { return call.service.links ? call.service.links() : Links{}; }

/// With its link, where it collects and was here since the process began.
Json gateway_json(const ledger::GatewayRegistered& gateway, const Links& links) {
    Json json = write_record(gateway);
    json["link"] = nullptr;
    for (const GatewayLink& each : links) {
        if (each.gateway == gateway.gateway) json["link"] = link_json(each);
    }
    return json;
}

/// What is told of lines besides their registration: of each, its meters that do not answer by
/// themselves or as a part of the bus; and what was met on it.
struct Field {
    std::map<ledger::LineId, std::vector<ledger::MeterId>> silent;
    FieldTallies tallies;
};

Field field_of(const Call& call) {
    return {call.service.book.read([](const State& state) {
                decltype(Field::silent) silent;
                for (const auto& [id, meter] : state.meters) {
                    if (!meter.contact_lost.is_none()) silent[meter.registered.line].push_back(id);
                }
                return silent;
            }),
            tallies_of(call)};
}

Json line_json(const ledger::Line& line, const Field& field) {
    const auto silent = field.silent.find(line.registered.line);
    Json json = write_record(line.registered);
    json["in_contact"] = line.contact_lost.is_none();
    json["silent_meters"] =
        silent == field.silent.end() ? Json::array() : write_value(silent->second);
    json["met"] = tally_json(field.tallies, line.registered.line);
    return json;
}

constexpr Missing not_registered{"path_must_exist", "", "is not registered"};

Response list_gateways(const Call& call) {
    return list_of(call, &State::gateways, [links = links_of(call)](const auto&, const auto& each) {
        return gateway_json(each, links);
    });
}

Response one_gateway(const Call& call) {
    return one_of(call, &State::gateways, not_registered,
                  [links = links_of(call)](const auto&, const auto& each) {
                      return gateway_json(each, links);
                  });
}

Response list_lines(const Call& call) {
    return list_of(call, &State::lines, [field = field_of(call)](const auto&, const auto& each) {
        return line_json(each, field);
    });
}

Response one_line(const Call& call) {
    return one_of(
        call, &State::lines, not_registered,
        [field = field_of(call)](const auto&, const auto& each) { return line_json(each, field); });
}

}  // namespace

std::vector<Route> place_routes() {
    const auto plain = [](const auto&, const auto& fact) { return write_record(fact); };
    return {
        {"GET", "/v1/buildings", Right::catalogue_read,
         [=](const Call& c) { return list_of(c, &State::buildings, plain); }},
        {"GET", "/v1/buildings/{building}", Right::catalogue_read,
         with_etag(
             ledger::SubjectKind::building,
             [=](const Call& c) { return one_of(c, &State::buildings, not_registered, plain); })},
        {"PUT", "/v1/buildings/{building}", Right::place_edit,
         [](const Call& c) { return declare<ledger::BuildingRegistered>(c, "building"); }},
        {"GET", "/v1/gateways", Right::catalogue_read, list_gateways},
        {"GET", "/v1/gateways/{gateway}", Right::catalogue_read,
         with_etag(ledger::SubjectKind::gateway, one_gateway)},
        {"PUT", "/v1/gateways/{gateway}", Right::place_edit, declare_gateway},
        {"GET", "/v1/lines", Right::catalogue_read, list_lines},
        {"GET", "/v1/lines/{line}", Right::catalogue_read,
         with_etag(ledger::SubjectKind::line, one_line)},
        {"PUT", "/v1/lines/{line}", Right::place_edit, declare_line},
    };
}

}  // namespace api
