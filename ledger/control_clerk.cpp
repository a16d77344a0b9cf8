#include "ledger/control_clerk.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include <fmt/core.h>

#include "ledger/journal/journal.hpp"
#include "ledger/rules/control/cutoff.hpp"
#include "ledger/rules/control/pending.hpp"

namespace ledger {
namespace {

constexpr std::chrono::milliseconds follow_pause(100);
constexpr std::chrono::seconds between_looks(2);
constexpr std::size_t wallets_at_once = 256;

/// On behalf of whoever asked for the batch, and for the same reason.
std::vector<Request> next_steps(const State& state) {
    std::vector<Request> steps;
    for (const auto& [id, batch] : state.batches) {
        if (batch.has_work())
            steps.push_back({AdvanceBatch{id}, batch.actor, batch.reason, "", true});
    }
    return steps;
}

bool is_due(const State& state, const WalletId& id, const Wallet& wallet, Instant now) {
    if (!wallet.arrears || !is_over(state, *wallet.arrears, now)) return false;
    const auto drawing = meters_of(state, id);
    return std::any_of(drawing.begin(), drawing.end(), [&](const Meter* each) {
        return can_be_cut(state, *each, each->relay_closed) &&
               each->alarms.contains(AlarmKind::arrears) &&
               std::none_of(each->failed.begin(), each->failed.end(), is_about_supply);
    });
}

std::size_t cut(Book& book, const std::vector<WalletId>& wallets) {
    std::vector<Request> requests;
    for (const WalletId& wallet : wallets)
        requests.push_back(
            {CutPower{wallet}, {ActorKind::system, "control-clerk", ""}, "", "", true});
    std::size_t trips = 0;
    for (const Outcome& each : book.submit_all(std::move(requests)).get())
        trips += each ? each->count : 0;
    return trips;
}

}  // namespace

std::vector<WalletId> wallets_to_cut(const State& state, Instant now) {
    std::vector<WalletId> due;
    if (!state.site || state.site->cutoff != Cutoff::automatic) return due;
    for (const auto& [id, wallet] : state.wallets) {
        if (is_due(state, id, wallet, now)) due.push_back(id);
    }
    return due;
}

std::optional<Refusal> advance_batches(Book& book) {
    const auto went_on = [](const Outcome& each) { return each && each->count > 0; };
    for (;;) {
        auto steps = book.read(next_steps);
        if (steps.empty()) return std::nullopt;
        const std::vector<Outcome> outcomes = book.submit_all(std::move(steps)).get();
        if (std::ranges::any_of(outcomes, went_on)) continue;
        const auto no = std::ranges::find_if_not(outcomes, &Outcome::has_value);
        return no == outcomes.end() ? std::nullopt : std::optional(no->error());
    }
}

std::size_t cut_due_power(Book& book, Instant now) {
    auto due = book.read([&](const State& state) { return wallets_to_cut(state, now); });
    std::size_t trips = 0;
    for (std::size_t begin = 0; begin < due.size(); begin += wallets_at_once) {
        const auto first = due.begin() + static_cast<std::ptrdiff_t>(begin);
        const auto count = std::min(wallets_at_once, due.size() - begin);
        trips += cut(book, {first, first + static_cast<std::ptrdiff_t>(count)});
    }
    return trips;
}

ControlClerk::ControlClerk(Book& book, std::function<Instant()> clock,
                           std::function<void(const std::string&)> report)
    : book_(book),
      clock_(std::move(clock)),
      report_(std::move(report)),
      thread_([this] { work(); }) {}

ControlClerk::~ControlClerk() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    thread_.join();
}

bool ControlClerk::is_stopping() {
    const std::lock_guard lock(mutex_);
    return stopping_;
}

void ControlClerk::work() {
    Position seen;
    auto look_at = std::chrono::steady_clock::now();
    while (!is_stopping()) {
        const bool is_news = book_.journal().wait_past(seen, follow_pause);
        const auto now = std::chrono::steady_clock::now();
        const bool is_time = now >= look_at;
        if (!is_news && !is_time) continue;
        seen = book_.journal().head().last;
        if (!look(is_time)) return;
        if (is_time) look_at = now + between_looks;
    }
}

/// False: the book stopped, and what waits is done after the next start.
bool ControlClerk::look(bool is_time_to_cut) {
    try {
        const auto refused = advance_batches(book_);
        if (refused) complain_once(fmt::format("a batch does not go on: {}", refused->detail));
        if (!is_time_to_cut) return true;
        const std::size_t trips = cut_due_power(book_, clock_());
        if (trips > 0) report_(fmt::format("{} meters in arrears are cut off", trips));
        if (!refused) complaint_.clear();
        return true;
    } catch (const BookStopped& stopped) {
        report_(fmt::format("batches and cut-off wait for the next start: {}", stopped.what()));
        return false;
    } catch (const std::exception& broken) {
        complain_once(fmt::format("batches and cut-off wait: {}", broken.what()));
        return true;
    }
}

void ControlClerk::complain_once(const std::string& sentence) {
    if (std::exchange(complaint_, sentence) != sentence) report_(sentence);
}

}  // namespace ledger
