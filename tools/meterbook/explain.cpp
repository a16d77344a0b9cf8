#include <algorithm>
#include <charconv>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "ledger/rules/postings.hpp"
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

/// What was typed; one of the three.
struct Asked {
    std::string book, what, wallet;
    std::uint64_t event = 0;
};

ledger::WalletId wallet_in(const std::string& text) {
    if (!ledger::WalletId::is_well_formed(text))
        throw Cannot(
            fmt::format("'{}' is neither a position nor a wallet: give 1200, or A101.M0101", text));
    return ledger::WalletId(text);
}

Question question_of(const Asked& asked) {
    if (asked.event != 0) return {{asked.event}, {}};
    if (!asked.wallet.empty()) return {{}, wallet_in(asked.wallet)};
    const std::string& text = asked.what;
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc() && end == text.data() + text.size()) return {{number}, {}};
    return {{}, wallet_in(text)};
}

bool moves(const ledger::Event& event, const ledger::WalletId& wallet) {
    const auto changes = ledger::wallet_changes(event.payload);
    return std::any_of(changes.begin(), changes.end(),
                       [&](const auto& each) { return each.wallet == wallet; });
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

/// Opens events of a log, with times as the site's clocks show them.
class Explainer {
public:
    explicit Explainer(const ledger::EventSource& log) : log_(log) {}

    /// Only what it rests on is read.
    int explain_event(ledger::Position position) {
        const ledger::Position last = log_.last();
        if (position.is_none() || position > last)
            throw Cannot(
                fmt::format("the log has no event {}: give 1 to {}; a wallet whose name is a "
                            "number is asked for with --wallet",
                            position.number, last.number));
        find_zone(position);
        open(event_at(position));
        return adds_up_ ? all_well : something_wrong;
    }

    /// The log is read once, and what moved the wallet is opened as it comes by.
    int explain_wallet(const ledger::WalletId& wallet) {
        ProgressLine progress("explain");
        const std::uint64_t last = log_.last().number;
        ledger::Money balance;
        std::uint64_t shown = 0;
        const auto reader = log_.read({1});
        while (const auto entry = reader->next()) {
            progress.show(entry->position.number, last);
            ledger::Event event = event_in(*entry);
            note_zone(event);
            if (!moves(event, wallet)) continue;
            for (const auto& each : open(std::move(event)).changes)
                if (each.wallet == wallet) balance += each.amount;
            ++shown;
        }
        if (shown == 0)
            throw Cannot(
                fmt::format("nothing in the book moved a wallet '{}': look at 'meterbook replay' "
                            "for the wallets that there are",
                            wallet.text()));
        fmt::print("wallet {}: {} in {} events\n", wallet.text(), to_text(balance), shown);
        return adds_up_ ? all_well : something_wrong;
    }

private:
    ledger::Event event_at(ledger::Position at) const { return event_in({at, log_.get(at)}); }

    void note_zone(const ledger::Event& event) {
        if (const auto* site = std::get_if<ledger::SiteConfigured>(&event.payload))
            zone_ = ledger::Zone::find(site->zone);
    }

    /// A site never changes its zone, so the first one holds.
    void find_zone(ledger::Position until) {
        for (ledger::Position at{1}; !zone_ && at <= until; at = at.next()) note_zone(event_at(at));
    }

    projections::Explanation open(ledger::Event event) {
        auto found = projections::explain(std::move(event),
                                          [&](ledger::Position at) { return event_at(at); });
        print(found, zone_ ? *zone_ : *ledger::Zone::find("UTC"));
        adds_up_ = adds_up_ && found.adds_up;
        return found;
    }

    const ledger::EventSource& log_;
    std::optional<ledger::Zone> zone_;
    bool adds_up_ = true;
};

int explain(const Asked& asked) {
    const Question question = question_of(asked);
    const auto log = open_log(asked.book);
    Explainer explainer(*log);
    return question.wallet.is_empty() ? explainer.explain_event(question.position)
                                      : explainer.explain_wallet(question.wallet);
}

}  // namespace

void add_explain(CLI::App& app, Chosen& chosen) {
    auto* explaining = app.add_subcommand(
        "explain", "Say how an amount came to be: of one event, or all that moved a wallet");
    auto asked = std::make_shared<Asked>();
    explaining->add_option("BOOK", asked->book, "Directory of a book, or a bundle")->required();
    auto* what = explaining->add_option_group("WHAT", "One of these");
    what->add_option("WHAT", asked->what, "A position, or else a wallet");
    what->add_option("--event", asked->event, "A position")->check(CLI::PositiveNumber);
    what->add_option("--wallet", asked->wallet, "A wallet, even where its name is a number");
    what->require_option(1);
    explaining->footer("Example: meterbook explain ./book A101.M0101");
    explaining->callback([asked, &chosen] { chosen = [asked] { return explain(*asked); }; });
}

}  // namespace meterbook
