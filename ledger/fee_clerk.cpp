#include "ledger/fee_clerk.hpp"

#include <fmt/core.h>

#include "ledger/rules/catalogue/site_day.hpp"
#include "ledger/rules/office/fees.hpp"

namespace ledger {
namespace {

constexpr auto between_looks = std::chrono::seconds(20);
constexpr std::size_t wallets_at_once = 256;

/// How many charges these commands wrote. What a rule refused (an account that was closed
/// meanwhile) owes nothing any more.
std::size_t charge(Book& book, const std::vector<WalletId>& wallets, Day through,
                   const Actor& actor) {
    std::size_t charges = 0;
    for (std::size_t begin = 0; begin < wallets.size(); begin += wallets_at_once) {
        std::vector<Request> requests;
        for (std::size_t i = begin; i < std::min(wallets.size(), begin + wallets_at_once); ++i)
            requests.push_back({ChargeFees{wallets[i], through}, actor, "", "", false});
        for (const Outcome& each : book.submit_all(std::move(requests)).get()) {
            if (!each) continue;
            for (const Event& event : each->events)
                charges += std::holds_alternative<FeeCharged>(event.payload) ? 1U : 0U;
        }
    }
    return charges;
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

std::size_t charge_due_fees(Book& book, Day through, const Actor& actor) {
    std::size_t charges = 0;
    for (;;) {
        const auto owing =
            book.read([&](const State& state) { return wallets_that_owe_fees(state, through); });
        const std::size_t more = charge(book, owing, through, actor);
        if (more == 0) return charges;
        charges += more;
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
        if (!day) return;
        const Actor clerk{ActorKind::system, "fee-clerk", ""};
        const std::size_t charges = charge_due_fees(book_, *day, clerk);
        if (charges > 0)
            report_(fmt::format("{} fixed fees were charged up to {}", charges, to_text(*day)));
    } catch (const BookStopped& stopped) {
        report_(fmt::format("fees wait for the next start: {}", stopped.what()));
    }
}

}  // namespace ledger
