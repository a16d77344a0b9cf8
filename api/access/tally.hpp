#pragma once
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <tuple>
#include <vector>

#include "api/access/sessions.hpp"
#include "ledger/rules/commands.hpp"

namespace ledger {
class Book;
}

namespace api {

/// Tells the log of those who were refused, without letting them fill it: of each kind of refusal
/// and operator the first one at once, and what comes within the next minute together after it.
/// Any thread.
class Tally {
public:
    Tally(ledger::Book& book, Ticks now) : book_(book), now_(std::move(now)) {}

    /// `who` is an operator of the book, or empty for a name that nobody has.
    void refused_sign_in(const ledger::OperatorId& who, ledger::SignInFault fault,
                         const std::string& address);
    void refused_request(const ledger::OperatorId& who, ledger::Right right,
                         const std::string& asked);

    /// What waits and is due; asked at every request.
    void tell_due() { tell(false); }

    /// What waits, due or not; asked when nobody can be refused any more.
    void tell_rest() { tell(true); }

private:
    enum class Of : std::uint8_t { sign_in, request };
    using Kind = std::tuple<Of, std::string, std::uint8_t>;  ///< who, and fault or right
    struct Waiting {
        std::uint64_t count = 0;
        std::string newest;  ///< address, or what was asked
        std::chrono::steady_clock::time_point due;
    };
    void count(const Kind& kind, const std::string& newest);
    void tell(bool everything);
    void submit(const Kind& kind, const Waiting& waiting);

    ledger::Book& book_;
    Ticks now_;
    std::mutex mutex_;
    std::map<Kind, Waiting> waiting_;
};

}  // namespace api
