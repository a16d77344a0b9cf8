#pragma once
#include <optional>
#include <string>

#include "api/paper/receipt.hpp"

namespace api {

// What paper reads of the log and of the site.

/// An event that is there.
ledger::Event event_at(const Call& call, ledger::Position position);

/// The leaf hash of an event, in hex.
std::string hash_of(const Call& call, ledger::Position position);

/// Problem 404 where it is not configured.
ledger::SiteConfigured site_of(const Call& call);
ledger::Zone zone_of(const ledger::SiteConfigured& site);

/// The price of a meter at a moment; nothing where it had none.
std::optional<PriceOnPaper> price_at(const ledger::State& state, const ledger::MeterId& meter,
                                     ledger::Instant at);

/// Where the proof of this transaction is, with the hash that it has to show; empty where the
/// service does not know its public address.
std::string proof_address(const Call& call, ledger::Position transaction, const std::string& hash);

/// Whether a PDF is asked for: ?format=pdf, or Accept. Throws Problem 400 for another format.
bool wants_pdf(const Request& request);

Response pdf_response(const std::string& name, std::string bytes);

Json supply_json(const SupplyOnPaper& supply);
Json price_json(const PriceOnPaper& price);

}  // namespace api
