#include "ledger/fee_clerk.hpp"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "ledger/rules/catalogue/site_day.hpp"
#include "ledger/rules/office/fees.hpp"

namespace ledger {
namespace {

constexpr auto between_looks = std::chrono::seconds(20);
constexpr std::size_t wallets_at_once = 256;

std::size_t charges_in(const Receipt& receipt) {
    return static_cast<std::size_t>(std::count_if(
        receipt.events.begin(), receipt.events.end(),
        [](const Event& event) { return std::holds_alternative<FeeCharged>(event.payload); }));
}

/// Of each of these wallets what is due next.
FeeRun charge(Book& book, const std::vector<WalletId>& wallets, Day through, const Actor& actor) {
    FeeRun run;
    for (std::size_t begin = 0; begin < wallets.size(); begin += wallets_at_once) {
        std::vector<Request> requests;
        for (std::size_t i = begin; i < std::min(wallets.size(), begin + wallets_at_once); ++i)
            requests.push_back({ChargeFees{wallets[i], through}, actor, "", "", false});
        std::size_t wallet = begin;
        for (const Outcome& each : book.submit_all(std::move(requests)).get()) {
            const WalletId& id = wallets[wallet++];
            if (each)
                run.charges += charges_in(*each);
            else if (each.error().rule != Rule::account_must_exist)
                run.refused[id] = each.error().detail;
        }
    }
    return run;
}

}  // namespace

std::vector<WalletId> wallets_that_owe_fees(const State& state, Day through) {
    std::vector<WalletId> owing;
    for (const auto& [id, wallet] : state.wallets) {
        if (wallet.fees.empty() || !state.accounts.contains(wallet.account)) continue;
        if (!due_fees(state, wallet, through).empty()) owing.push_back(id);
    }
    return owing;
}

FeeRun charge_due_fees(Book& book, Day through, const Actor& actor) {
    FeeRun all;
    for (;;) {
        const auto owing =
            book.read([&](const State& state) { return wallets_that_owe_fees(state, through); });
        FeeRun run = charge(book, owing, through, actor);
        all.refused = std::move(run.refused);
        if (run.charges == 0) return all;
        all.charges += run.charges;
    }
}

std::optional<Day> last_whole_day(const State& state, Instant now) {
    if (!state.site) return std::nullopt;
    return Day{site_day(state, now).number - 1};
}

FeeClerk::FeeClerk(Book& book, std::function<Instant()> clock,
                   std::function<void(const std::string&)> report)
    : book_(book),
      clock_(std::move(clock)),
      report_(std::move(report)),
      thread_([this] { work(); }) {}

FeeClerk::~FeeClerk() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

void FeeClerk::work() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        lock.unlock();
        charge_once();
        lock.lock();
        wake_.wait_for(lock, between_looks, [this] { return stopping_; });
    }
}

void FeeClerk::charge_once() {
    try {
        const Instant now = clock_();
        const auto day = book_.read([&](const State& state) { return last_whole_day(state, now); });
        if (day) charge_up_to(*day);
    } catch (const BookStopped& stopped) {
        complain_once(fmt::format("fees wait for the next start: {}", stopped.what()));
    } catch (const std::exception& broken) {
        complain_once(fmt::format("fees wait: {}", broken.what()));
    }
}

void FeeClerk::charge_up_to(Day day) {
    const Actor clerk{ActorKind::system, "fee-clerk", ""};
    const FeeRun run = charge_due_fees(book_, day, clerk);
    if (run.charges > 0)
        report_(fmt::format("{} fixed fees were charged up to {}", run.charges, to_text(day)));
    if (run.refused.empty()) return complaint_.clear();
    const auto& [wallet, why] = *run.refused.begin();
    complain_once(fmt::format("fees of {} wallets are not charged, '{}' first: {}",
                              run.refused.size(), wallet.text(), why));
}

void FeeClerk::complain_once(const std::string& sentence) {
    if (std::exchange(complaint_, sentence) != sentence) report_(sentence);
}

}  // namespace ledger
