#include "api/paper/log.hpp"

#include <fmt/core.h>

#include "api/http/liking.hpp"
#include "api/problem.hpp"
#include "ledger/book.hpp"
#include "ledger/journal/journal.hpp"
#include "ledger/journal/recorded_event.hpp"
#include "ledger/journal/sha256.hpp"

namespace api {

ledger::Event event_at(const Call& call, ledger::Position position) {
    return ledger::recorded_event(call.service.book.journal(), position);
}

std::string hash_of(const Call& call, ledger::Position position) {
    const auto hash = ledger::leaf_hash(call.service.book.journal().get(position));
    return ledger::to_hex(
        ledger::BytesView(reinterpret_cast<const char*>(hash.data()), hash.size()));
}

ledger::SiteConfigured site_of(const Call& call) {
    auto site = call.service.book.read([](const ledger::State& state) { return state.site; });
    if (!site)
        throw Problem(404, "site_must_be_configured", "", "the site is not configured: PUT it");
    return std::move(*site);
}

ledger::Zone zone_of(const ledger::SiteConfigured& site) {
    const auto zone = ledger::Zone::find(site.zone);
    ledger::ensure(zone.has_value(), "the site's zone was checked when it was configured");
    return *zone;
}

std::string proof_address(const Call& call, ledger::Position transaction, const std::string& hash) {
    const std::string& address = call.service.public_address;
    if (address.empty()) return "";
    return fmt::format("{}/v1/proofs/papers/{}?hash={}", address, transaction.number, hash);
}

bool wants_pdf(const Request& request) {
    const auto format = request.parameter("format");
    if (!format) {
        const std::string accept = request.header("accept");
        return liked_type(accept, {"application/json", "application/pdf"}) == "application/pdf";
    }
    if (*format != "pdf" && *format != "json")
        throw Problem(400, "field_must_fit", "format", "format: give pdf or json");
    return *format == "pdf";
}

Response pdf_response(const std::string& name, std::string bytes) {
    return {200,
            {{"Content-Type", "application/pdf"},
             {"Content-Disposition", "inline; filename=\"" + name + ".pdf\""}},
            std::move(bytes)};
}

Json supply_json(const SupplyOnPaper& supply) {
    return {{"meter", supply.meter.text()},
            {"number", supply.number},
            {"building", write_value(supply.place.building)},
            {"building_name", supply.building},
            {"floor", supply.place.floor},
            {"room", supply.place.room}};
}

Json price_json(const PriceOnPaper& price) {
    return {{"tariff", price.tariff.text()}, {"name", price.name},
            {"version", price.version},      {"prices", write_value(price.prices)},
            {"has_tiers", price.has_tiers},  {"provisional", price.is_provisional}};
}

}  // namespace api
