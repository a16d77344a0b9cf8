#pragma once
#include <array>
#include <string>
#include <vector>

#include "tests/property/history.hpp"
#include "tests/property/steps.hpp"
#include "tests/property/tariffs.hpp"

namespace property {

// Five meters on one line. 0: total only, flat tariff. 1: four rate registers behind transformers,
// time of use. 2: total only, time of use. 3: four rate registers, no relay, a tariff without a
// flat band and with a clock of its own. 4: belongs to nobody.
constexpr std::uint32_t meter_count = 5;
constexpr std::uint32_t unopened = 4;
constexpr std::uint32_t zone_count = 3;
constexpr std::uint32_t season_count = 5;
constexpr std::uint32_t counter_count = 4;
constexpr std::uint32_t patience_count = 3;
constexpr std::uint32_t fee_count = 2;  // 0 by month, 1 by day

ledger::MeterId meter_name(std::uint32_t meter);
ledger::WalletId wallet_name(std::uint32_t meter);
std::string zone_name(std::uint32_t zone);
ledger::Instant beginning_of(const Scene& scene);
std::optional<ledger::CounterTerms> counter_of(const Scene& scene);
std::optional<ledger::CutoffTerms> patience_of(const Scene& scene);
std::optional<ledger::NoticeTerms> notices_of(const Scene& scene);
ledger::FeeId fee_name(std::uint32_t fee);

/// One command, as it was asked and answered.
struct Turn {
    ledger::State before;
    ledger::Command command;
    ledger::Occasion occasion;
    Outcome outcome;
    ledger::State after;
};

/// The small world: meters that count, a clock that goes on, and a book that is asked.
class World {
public:
    /// Everything is registered, priced, read once and opened; nobody has paid yet.
    explicit World(const Scene& scene);

    /// Turns the step into a command of this moment and asks it.
    const Turn& take(const Step& step);

    const Turn& ask(const ledger::Command& command, const std::string& reason = "because",
                    const std::string& asker = "zhang");

    /// The power fails, and the book is opened again.
    void crash(const ledger::Bytes& snapshot) { history_.recover(snapshot); }

    const History& history() const { return history_; }
    const ledger::State& state() const { return history_.state(); }
    const std::vector<Turn>& turns() const { return turns_; }
    ledger::Instant now() const { return now_; }

    /// What meter 0 was credited with by the book, where it deducts by itself, and its count.
    const std::vector<ledger::Purchase>& credited() const { return credited_; }
    std::uint64_t purchases() const { return purchases_; }

private:
    /// What a meter has counted, as no reading can change.
    struct Device {
        std::int64_t total_wh = 0;
        std::vector<std::int64_t> rate_wh;
        std::uint32_t step_wh = 1;
        std::uint32_t ratio = 1;
        std::string number;
        ledger::Instant seen_at;
        std::vector<ledger::RecordReading> shown;  ///< what good readings showed
    };

    void register_site(const Scene& scene);
    void register_meter(std::uint32_t meter);
    void publish_fees();
    ledger::Day today() const;
    void publish(std::uint32_t tariff, ledger::Instant from, std::uint32_t percent);
    ledger::RecordReading show(std::uint32_t meter) const;
    void count(Device& device, const Read& step, std::int64_t rated_w) const;
    void spoil(ledger::RecordReading& reading, const Device& device, const Read& step) const;

    const Turn& act(const Read& step);
    const Turn& act(const Sell& step);
    const Turn& act(const PayBack& step);
    const Turn& act(const Undo& step);
    const Turn& act(const Reprice& step);
    const Turn& act(const Switch& step);
    const Turn& act(const Warn& step);
    const Turn& act(const Want& step);
    const Turn& act(const Dispatch& step);
    const Turn& act(const Contact& step);
    const Turn& act(const Transfer& step);
    const Turn& act(const Adjust& step);
    ledger::Command large(const Oversee& step);
    const Turn& act(const Oversee& step);
    const Turn& act(const Leave& step);
    const Turn& act(const Join& step);
    const Turn& act(const MoveOut& step);
    const Turn& act(const Plan& step);
    const Turn& act(const BringIn& step);
    const Turn& act(const Name& step);
    const Turn& act(const Mend& step);
    const Turn& act(const Swap& step);
    const Turn& act(const Limit& step);
    const Turn& act(const Levy& step);
    const Turn& act(const Oblige& step);
    const Turn& act(const Bill& step);
    const Turn& act(const TakeTill& step);
    const Turn& act(const CountTill& step);
    const Turn& act(const EndPeriod& step);
    const Turn& act(const Ask& step);

    const Turn& act(const Recharge& step);
    const Turn& act(const Rekey& step);
    const Turn& act(const Gather& step);
    const Turn& act(const Tell& step);
    const Turn& act(const Lapse& step);
    const Turn& act(const Meddle& step);
    const Turn& act(const Retire& step);
    const Turn& act(const Darken& step);
    const Turn& act(const Hire& step);
    const Turn& act(const Entitle& step);
    const Turn& act(const Admit& step);
    const Turn& push(ledger::Position command, const Dispatch& step);
    void take_purchase(const ledger::Purchase& purchase);

    ledger::Past past_for(const ledger::Command& command) const;
    ledger::AccountId open_account() const;
    ledger::WalletId wallet_of(std::uint32_t meter) const;
    void read_well(std::uint32_t meter);
    void leave_all(const ledger::AccountId& account);
    void hold_a_key(const ledger::OperatorId& machine, const ledger::ApiKeyId& key);
    ledger::AccountId next_account() const;

    template <class... Facts>
    ledger::Position nth_of(std::uint32_t n) const;

    History history_;
    std::vector<Turn> turns_;
    std::array<Device, meter_count> devices_;
    bool deducts_ = false;
    std::uint64_t purchases_ = 17;  ///< that meter 0 shows
    std::vector<ledger::Purchase> credited_;
    ledger::Instant now_;
};

/// The world as a story begins in it: after the slip of its scene, where there is one.
World begun(const Scene& scene);

/// Breaks the rule, as the test of all refusals does, in a world that is new. Rules that no state
/// of a world can break do nothing.
void break_rule(World& world, ledger::Rule rule);

/// The world after the whole story.
World told(const Story& story);

/// For RC_LOG: every command with its answer, as they came out of the steps.
std::string protocol_of(const World& world);

template <class... Facts>
ledger::Position World::nth_of(std::uint32_t n) const {
    std::vector<ledger::Position> found;
    for (const ledger::Event& event : history_.events()) {
        if ((std::holds_alternative<Facts>(event.payload) || ...))
            found.push_back(event.envelope.position);
    }
    return found.empty() ? ledger::Position{} : found[n % found.size()];
}

}  // namespace property
