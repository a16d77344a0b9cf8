#include "tools/meterbook/posting_sheet.hpp"

#include <fmt/core.h>

#include "ledger/rules/postings.hpp"

namespace meterbook {
namespace {

std::string cell(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

}  // namespace

PostingSheet::PostingSheet(std::ostream& out) : out_(out) {
    out_ << "position,recorded_at,occurred_at,event,account,amount,currency\r\n";
}

void PostingSheet::take(const ledger::Event& event) {
    if (const auto* site = std::get_if<ledger::SiteConfigured>(&event.payload))
        currency_ = site->currency;
    const ledger::Envelope& envelope = event.envelope;
    for (const ledger::Posting& each : ledger::postings(event.payload))
        out_ << fmt::format("{},{},{},{},{},{},{}\r\n", envelope.position.number,
                            to_text(envelope.recorded_at), to_text(envelope.occurred_at),
                            ledger::name_of(event.payload), cell(each.account),
                            to_text(each.amount), cell(currency_));
}

}  // namespace meterbook
