#include "tools/meterbook/hledger_journal.hpp"

#include <fmt/core.h>

#include "ledger/rules/postings.hpp"

namespace meterbook {

void HledgerJournal::take(const ledger::Event& event) {
    if (const auto* site = std::get_if<ledger::SiteConfigured>(&event.payload)) {
        zone_ = ledger::Zone::find(site->zone);
        if (currency_.empty())
            out_ << fmt::format("; {}\ncommodity {} 1000.000000\n", site->name, site->currency);
        currency_ = site->currency;
    }
    const auto postings = ledger::postings(event.payload);
    if (postings.empty()) return;
    const ledger::Envelope& envelope = event.envelope;
    out_ << fmt::format("\n{} ({}) {}\n", ledger::to_text(zone_->day_of(envelope.occurred_at)),
                        envelope.position.number, ledger::name_of(event.payload));
    for (const ledger::Posting& each : postings)
        out_ << fmt::format("    {}  {} {}\n", hledger_account(each.account), currency_,
                            to_text(each.amount));
}

std::string hledger_account(const std::string& account) {
    if (account.starts_with("wallet:")) return "liabilities:" + account;
    if (account.starts_with("cash:")) return "assets:" + account;
    return account;
}

}  // namespace meterbook
