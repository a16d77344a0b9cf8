#pragma once
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "ledger/book.hpp"

namespace ledger {

/// The wallets that owe a fee up to the end of that day, which is over.
std::vector<WalletId> wallets_that_owe_fees(const State& state, Day through);

/// Charges what every wallet owes up to that day, month by month until nothing is left, and says
/// how many charges were written. Asked again it writes nothing. Any thread.
std::size_t charge_due_fees(Book& book, Day through, const Actor& actor);

/// The last day that is over at the site; nothing before the site is configured.
std::optional<Day> last_whole_day(const State& state, Instant now);

/// Charges fees by itself: at the start, when nothing may be forgotten after a downtime, and
/// whenever a day of the site has ended.
class FeeClerk {
public:
    /// `report` is told in one sentence when something was charged, or could not be.
    FeeClerk(Book& book, std::function<Instant()> clock,
             std::function<void(const std::string&)> report);
    ~FeeClerk();
    FeeClerk(const FeeClerk&) = delete;
    FeeClerk& operator=(const FeeClerk&) = delete;

private:
    void work();
    void charge_once();

    Book& book_;
    std::function<Instant()> clock_;
    std::function<void(const std::string&)> report_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace ledger
