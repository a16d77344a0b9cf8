#pragma once
#include <concepts>
#include <set>
#include <string>
#include <vector>

#include "ledger/rules/control/notices.hpp"
#include "ledger/rules/decide.hpp"

namespace ledger {

/// What a wallet holds, and how far below zero it may go without being in arrears.
struct Cover {
    Money balance;
    Money overdraft;

    bool is_in_arrears() const { return balance < -overdraft; }
};

/// What an event entails, decided in the same breath: alarms that turn on or off, power that has to
/// be cut or restored. Each is an event of its own, caused by the one that came before it.
class Consequences {
public:
    /// `first` is what the command itself leads to; the last of them is the cause of what follows.
    Consequences(const State& state, const Occasion& occasion, std::vector<Draft> first);
    Consequences(const State& state, const Occasion& occasion, Draft first);

    /// The same of a fact that the command itself leads to, made where it stays.
    template <class Fact>
    Consequences(const State& state, const Occasion& occasion, Fact first, Instant occurred_at)
        : state_(state), occasion_(occasion), cause_(state.last.next()) {
        drafts_.emplace_back(std::move(first), occurred_at, Position{});
    }

    /// Raises an alarm of a meter, or clears it; nothing where it stands so already. `detail` says
    /// why it is on, and is asked only when it has just turned on: then it returns true.
    template <std::invocable Detail>
    bool set_alarm(const Meter& meter, AlarmKind kind, bool on, const Detail& detail) {
        if (!on) clear_alarm(meter, kind);
        if (!on || meter.alarms.contains(kind)) return false;
        raise(meter, kind, detail());
        return true;
    }

    /// Queues the notices to whoever pays for this meter: of an alarm that has just turned on, once
    /// for all meters that draw on one wallet.
    void tell(const Meter& meter, NoticeKind kind, const NoticeFacts& facts);
    void clear_alarm(const Meter& meter, AlarmKind kind);

    /// What the book cannot correct of a meter by itself. Each such fact is told of, also while the
    /// alarm is on: a person settles them all.
    void tell_out_of_reach(const Meter& meter, std::string detail);

    /// Holds the balance against the meter's thresholds and against what the wallet may owe.
    void watch_balance(const Meter& meter, Cover cover, const ThresholdsSet* thresholds);

    /// Automatic cut-off: trips a meter in arrears, restores one whose arrears are gone. Keep-power
    /// outranks arrears; a trip by a person stays until a person ends it. `relay_closed` is what
    /// was seen just now. Where the site has patience a trip waits for its time
    /// (control/cutoff.hpp).
    void watch_power(const Meter& known, Cover cover, std::optional<bool> relay_closed);

    /// The two of them for every meter that draws on a wallet whose balance changes, or what it may
    /// owe.
    void watch_wallet(const WalletId& wallet, Money balance);
    void watch_wallet(const WalletId& wallet, Cover cover);

    /// The same after a charge of this meter, whose relay was seen just now.
    void watch_charged(const Meter& meter, Money balance, std::optional<bool> relay_closed);

    /// Nobody owes anything for this meter any more: its alarms about a balance are over, and no
    /// trip for arrears goes out.
    void end_balance(const Meter& meter);

    /// A sale to a meter that deducts by itself goes out to it.
    void push_credit(const Meter& meter, Money amount);

    /// From here on the cause is an event that happened before.
    void because_of(Position event) { cause_ = event; }

    /// From here on the cause is the draft of this number, counted from 0.
    void caused_by(std::size_t draft) { cause_ = {state_.last.number + draft + 1}; }

    std::vector<Draft> take() { return std::move(drafts_); }

private:
    void add(Payload payload);
    void raise(const Meter& meter, AlarmKind kind, std::string detail);
    void request(const MeterId& meter, CommandKind kind, CommandCause cause);
    void cancel_unsent(const Meter& meter, CommandKind kind);
    bool has_alarm(const Meter& meter, AlarmKind kind) const;
    bool others_have(const Meter& meter, AlarmKind kind) const;
    void withdraw_notices(const Meter& meter, AlarmKind alarm);

    const State& state_;
    const Occasion& occasion_;
    std::vector<Draft> drafts_;
    Position cause_;
    std::set<std::pair<MeterId, AlarmKind>> cleared_;
    std::set<std::pair<WalletId, NoticeKind>> told_;
};

}  // namespace ledger
