#pragma once
#include <string>
#include <vector>

#include "api/json/json_writer.hpp"
#include "api/paper/words.hpp"
#include "api/routes.hpp"
#include "ledger/rating/zone.hpp"
#include "projections/sales.hpp"

namespace api {

/// A meter that drew on the wallet when money moved, and where it stands.
struct SupplyOnPaper {
    ledger::MeterId meter;
    std::string number;  ///< that the device shows; empty: it shows none
    ledger::Place place;
    std::string building;  ///< its name
};

/// The price that held at that moment.
struct PriceOnPaper {
    ledger::TariffId tariff;
    std::string name;
    std::uint32_t version;
    std::vector<ledger::BandPrice> prices;
    bool has_tiers;
    bool is_provisional;
};

/// Who held a wallet at a position of the log, and the meters that drew on it.
struct Holder {
    ledger::AccountId account;
    ledger::CustomerId customer;
    std::string name;  ///< empty: not known, forgotten, or not for whoever asks
    std::vector<SupplyOnPaper> supplies;
    std::vector<PriceOnPaper> prices;
};

/// The holder at that position. Reads the account's events; a name needs the right to names, or to
/// be the holder.
Holder holder_at(const Call& call, const ledger::WalletId& wallet, const ledger::Event& at);

/// Everything that stands on the paper of a sale, a refund or a reversal.
struct Receipt {
    projections::TransactionRow row;
    projections::TransactionType undone{};  ///< of a reversal: what it undid
    ledger::Position sale;                  ///< itself, or what was refunded or undone
    std::uint64_t receipt_number{};         ///< of that sale
    ledger::Money balance_before;
    std::uint64_t print{};  ///< 1: the first; 0: a copy on a screen, which is not counted
    std::string site;
    std::string currency;
    std::string zone;
    Holder holder;
    std::string hash;     ///< of the event, as the log's tree holds it; hex
    std::string address;  ///< of its proof; empty: the service has no public address

    std::string clock() const;  ///< when money moved, at the site
};

/// Throws Problem 404 where the event is none of the three.
Receipt receipt_of(const Call& call, ledger::Position transaction);

Json receipt_json(const Receipt& receipt);

enum class Paper : std::uint8_t { a5, roll80 };

/// ?paper=a5 or roll80; A5 where nothing is said. Throws Problem 400 for another.
Paper paper_of(const Request& request);

std::string receipt_pdf(const Receipt& receipt, Paper paper, const Words& words);

}  // namespace api
