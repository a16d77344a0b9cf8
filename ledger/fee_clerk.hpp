#pragma once
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include "ledger/book.hpp"

namespace ledger {

/// The wallets that owe a fee up to the end of that day, which is over.
std::vector<WalletId> wallets_that_owe_fees(const State& state, Day through);

/// What became of the fees that were due.
struct FeeRun {
    std::size_t charges = 0;                  ///< that were written
    std::map<WalletId, std::string> refused;  ///< wallets that cannot be charged, and why
};

/// Charges what every wallet owes up to that day, month by month until nothing is left that can be
/// charged. Asked again it writes nothing. An account that is closed meanwhile owes nothing any
/// more. Any thread.
FeeRun charge_due_fees(Book& book, Day through, const Actor& actor);

/// The last day that is over at the site; nothing before the site is configured.
std::optional<Day> last_whole_day(const State& state, Instant now);

/// Charges fees by itself: at the start, when nothing may be forgotten after a downtime, and within
/// a minute whenever a day of the site has ended, or somebody owes for days that are over.
class FeeClerk {
public:
    /// `report` is told in one sentence when something was charged, or could not be: of the same
    /// hindrance once.
    FeeClerk(Book& book, std::function<Instant()> clock,
             std::function<void(const std::string&)> report);
    ~FeeClerk();
    FeeClerk(const FeeClerk&) = delete;
    FeeClerk& operator=(const FeeClerk&) = delete;

private:
    void work();
    void charge_once();
    void charge_up_to(Day day);
    void complain_once(const std::string& sentence);

    Book& book_;
    std::function<Instant()> clock_;
    std::function<void(const std::string&)> report_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::string complaint_;  ///< the last one; the thread's own
    std::thread thread_;
};

}  // namespace ledger
