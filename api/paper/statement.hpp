#pragma once
#include <string>
#include <vector>

#include "api/json/json_writer.hpp"
#include "api/paper/receipt.hpp"
#include "api/paper/words.hpp"
#include "api/routes.hpp"
#include "projections/balances.hpp"

namespace api {

/// Energy of one band and price, or a tier's surcharge on energy that stands in other lines.
struct StatementLine {
    ledger::Band band{};
    std::uint32_t tier{};
    ledger::Price price;
    ledger::Energy energy;
    ledger::Money amount;  ///< drawn from the wallet: positive
};

/// What happened to a wallet: one entry, or the charges of one day that follow each other.
struct StatementRow {
    projections::EntryKind kind{};
    ledger::Position first;
    ledger::Position last;
    ledger::Instant from;  ///< when the first of them occurred
    ledger::Instant to;
    ledger::Money amount;  ///< positive: the wallet has more
    ledger::Money balance_after;
    ledger::Energy energy;
    std::uint64_t receipt_number{};
    ledger::MethodId method;
    std::string actor;
    std::string reason;
    std::string about;  ///< the other wallet, the fee with its days, the kind of adjustment …
    std::vector<StatementLine> lines;
};

/// How a meter stood at the beginning and at the end.
struct MeterStand {
    ledger::MeterId meter;
    ledger::Instant from;
    ledger::Instant to;
    ledger::Energy before;
    ledger::Energy after;
    ledger::Energy charged;
};

/// What one kind of entry sums to.
struct KindSum {
    projections::EntryKind kind{};
    ledger::Money amount;
};

/// A wallet over a period: opening and all sums give closing.
struct WalletStatement {
    ledger::WalletId wallet;
    std::vector<SupplyOnPaper> supplies;
    ledger::Money opening;
    ledger::Money closing;
    ledger::Energy energy;
    std::vector<StatementRow> rows;
    std::vector<KindSum> sums;
    std::vector<StatementLine> bands;  ///< of the whole period
    std::vector<MeterStand> meters;
};

/// What was recorded from one day of the site to another, both whole.
struct Statement {
    std::string site;
    std::string currency;
    std::string zone;
    ledger::Day from;
    ledger::Day to;
    ledger::AccountId account;
    ledger::CustomerId customer;
    std::string customer_name;
    std::vector<WalletStatement> wallets;
    ledger::Position position;  ///< everything up to there is in it
    ledger::Instant made;       ///< when that was recorded
};

/// Which one is asked for.
struct StatementWish {
    ledger::Day from;
    ledger::Day to;
    bool by_entry;  ///< every reading is a row, not every day
};

/// ?from= ?to= ?detail=day or entry. Throws Problem 400 for a period that ends before it begins or
/// is longer than 400 days.
StatementWish statement_wish_of(const Request& request);

/// Throws Problem 404 where there is no such wallet or account.
Statement statement_of(const Call& call, const ledger::WalletId& wallet, StatementWish wish);
Statement statement_of(const Call& call, const ledger::AccountId& account, StatementWish wish);

Json statement_json(const Statement& statement);
std::string statement_pdf(const Statement& statement, const Words& words);

/// The same as JSON or, with ?format=pdf, as a PDF, of which the log hears first.
Response answer_with(const Call& call, const Statement& statement);

}  // namespace api
