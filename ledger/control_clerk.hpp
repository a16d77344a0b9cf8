#pragma once
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "ledger/book.hpp"

namespace ledger {

/// The wallets in arrears whose time is over at `now`, and which a meter draws on that can be cut
/// off. A meter whose last trip failed waits for its next reading.
std::vector<WalletId> wallets_to_cut(const State& state, Instant now);

/// Begins the rows of every batch, and cancels those of cancelled ones, until nothing is left to
/// do: so many at once that no command gets too large. Where no batch goes on any more it says why
/// the first one does not. Any thread.
std::optional<Refusal> advance_batches(Book& book);

/// Cuts power where its time has come, and says of how many meters a trip was requested.
std::size_t cut_due_power(Book& book, Instant now);

/// Does by itself what waits for nobody: the rows of batches as soon as they are asked for, and
/// cut-off when a grace or protected hours end, also where no reading comes. What it has to do
/// stands in the state, so that a restart goes on.
class ControlClerk {
public:
    /// `report` is told in one sentence when power was cut, or nothing could be done.
    ControlClerk(Book& book, std::function<Instant()> clock,
                 std::function<void(const std::string&)> report);
    ~ControlClerk();
    ControlClerk(const ControlClerk&) = delete;
    ControlClerk& operator=(const ControlClerk&) = delete;

private:
    void work();
    bool look(bool is_time_to_cut);
    bool is_stopping();
    void complain_once(const std::string& sentence);

    Book& book_;
    std::function<Instant()> clock_;
    std::function<void(const std::string&)> report_;
    std::mutex mutex_;
    bool stopping_ = false;
    std::string complaint_;  ///< that was told last; the thread's own
    std::thread thread_;
};

}  // namespace ledger
