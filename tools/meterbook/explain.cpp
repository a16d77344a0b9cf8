#include <algorithm>
#include <charconv>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "ledger/journal/journal.hpp"
#include "projections/explanation.hpp"
#include "tools/meterbook/command_line.hpp"
#include "tools/meterbook/stopped_book.hpp"

namespace meterbook {
namespace {

/// What is to be explained: an event, or all that moved a wallet.
struct Question {
    ledger::Position position;
    ledger::WalletId wallet;
};

Question question_of(const std::string& text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc() && end == text.data() + text.size()) return {{number}, {}};
    if (!ledger::WalletId::is_well_formed(text))
        throw Cannot(
            fmt::format("'{}' is neither a position nor a wallet: give 1200, or A101.M0101", text));
    return {{}, ledger::WalletId(text)};
}

bool is_asked(const projections::Explanation& found, const Question& question) {
    if (!question.position.is_none()) return found.event.envelope.position == question.position;
    return std::any_of(found.changes.begin(), found.changes.end(),
                       [&](const auto& each) { return each.wallet == question.wallet; });
}

void print(const projections::Explanation& found, const ledger::Zone& zone) {
    const auto& envelope = found.event.envelope;
    fmt::print("event {}: {}, by {}, recorded at {}\n", envelope.position.number,
               ledger::name_of(found.event.payload),
               envelope.actor.name.empty() ? "the system" : envelope.actor.name,
               to_text(envelope.recorded_at));
    for (const std::string& each : projections::sentences(found, zone))
        fmt::print("    {}\n", each);
}

/// Reads the log once and opens what was asked for as it comes by.
class Explainer {
public:
    Explainer(const ledger::Journal& journal, Question question)
        : journal_(journal), question_(std::move(question)) {}

    int run() {
        ProgressLine progress("explain");
        const std::uint64_t last = journal_.head().last.number;
        auto reader = journal_.read({1});
        while (const auto entry = reader.next()) {
            take(event_in(*entry));
            progress.show(entry->position.number, last);
        }
        if (shown_ == 0)
            throw Cannot(
                "the book has no such event, and nothing that moved such a wallet: look at "
                "'meterbook replay' for the wallets that there are");
        if (!question_.wallet.is_empty())
            fmt::print("wallet {}: {} in {} events\n", question_.wallet.text(), to_text(balance_),
                       shown_);
        return adds_up_ ? all_well : something_wrong;
    }

private:
    void take(ledger::Event event) {
        if (const auto* site = std::get_if<ledger::SiteConfigured>(&event.payload))
            zone_ = ledger::Zone::find(site->zone);
        if (!question_.position.is_none() && event.envelope.position != question_.position) return;
        const auto found = projections::explain(std::move(event), [&](ledger::Position at) {
            return event_in({at, journal_.get(at)});
        });
        if (!is_asked(found, question_)) return;
        for (const auto& each : found.changes)
            if (each.wallet == question_.wallet) balance_ += each.amount;
        print(found, zone_ ? *zone_ : *ledger::Zone::find("UTC"));
        adds_up_ = adds_up_ && found.adds_up;
        ++shown_;
    }

    const ledger::Journal& journal_;
    Question question_;
    std::optional<ledger::Zone> zone_;
    ledger::Money balance_;
    std::uint64_t shown_ = 0;
    bool adds_up_ = true;
};

}  // namespace

void add_explain(CLI::App& app, Chosen& chosen) {
    auto* explaining = app.add_subcommand(
        "explain", "Say how an amount came to be: of one event, or all that moved a wallet");
    auto directory = std::make_shared<std::string>();
    auto what = std::make_shared<std::string>();
    explaining->add_option("BOOK", *directory, "Directory of a book")->required();
    explaining->add_option("WHAT", *what, "A position, or a wallet")->required();
    explaining->footer("Example: meterbook explain ./book A101.M0101");
    explaining->callback([=, &chosen] {
        chosen = [=] {
            const ledger::Journal journal = open_stopped(*directory);
            return Explainer(journal, question_of(*what)).run();
        };
    });
}

}  // namespace meterbook
