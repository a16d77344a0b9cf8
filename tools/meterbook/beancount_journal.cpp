#include "tools/meterbook/beancount_journal.hpp"

#include <fmt/core.h>

#include "ledger/rules/postings.hpp"

namespace meterbook {
namespace {

bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// A part of a name has to begin with a capital.
std::string component(std::string_view part) {
    std::string text = "X";
    for (const char c : part)
        text +=
            is_plain(c) ? std::string(1, c) : fmt::format("-{:02X}", static_cast<unsigned char>(c));
    return text;
}

std::string quoted(const std::string& text) {
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted + '"';
}

}  // namespace

void BeancountJournal::take(const ledger::Event& event) {
    if (const auto* site = std::get_if<ledger::SiteConfigured>(&event.payload)) {
        zone_ = ledger::Zone::find(site->zone);
        if (currency_.empty())
            out_ << fmt::format("option \"title\" {}\noption \"operating_currency\" \"{}\"\n",
                                quoted(site->name), site->currency);
        currency_ = site->currency;
    }
    const auto postings = ledger::postings(event.payload);
    if (postings.empty()) return;
    for (const ledger::Posting& each : postings) open(each.account);
    const ledger::Envelope& envelope = event.envelope;
    out_ << fmt::format("\n{} * \"{}\" ^event-{}\n",
                        ledger::to_text(zone_->day_of(envelope.occurred_at)),
                        ledger::name_of(event.payload), envelope.position.number);
    for (const ledger::Posting& each : postings)
        out_ << fmt::format("  {}  {} {}\n", beancount_account(each.account), to_text(each.amount),
                            currency_);
}

/// Before anything that may still come late.
void BeancountJournal::open(const std::string& account) {
    if (!opened_.insert(account).second) return;
    out_ << fmt::format("\n1970-01-01 open {}\n", beancount_account(account));
}

std::string beancount_account(const std::string& account) {
    const std::size_t colon = account.find(':');
    const std::string kind = account.substr(0, colon);
    const std::string rest = colon == std::string::npos ? "" : account.substr(colon + 1);
    const char* begin = kind == "wallet"    ? "Liabilities:Wallet:"
                        : kind == "cash"    ? "Assets:Cash:"
                        : kind == "revenue" ? "Income:Revenue:"
                                            : "Equity:";
    return begin + component(*begin == 'E' ? account : rest);
}

}  // namespace meterbook
