#pragma once
#include <functional>
#include <string>
#include <vector>

#include "api/http/http.hpp"
#include "ledger/events/event.hpp"

namespace ledger {
class Book;
}

namespace api {

struct Access;
struct Service;

/// Who asks, found out before anything is done for them.
struct Caller {
    ledger::Actor actor{};  ///< as it will stand in the log
    ledger::RightSet rights{};
    std::vector<ledger::BuildingId> buildings{};  ///< that they may touch; empty: all
    std::vector<ledger::AccountId> accounts{};    ///< of a tenant: their own
    bool is_operator = false;     ///< of the book; else the built-in administrator, or nobody
    std::string session_token{};  ///< of who signed in; empty: another way
    std::string csrf_token{};     ///< that goes with the session
    ledger::ApiKeyId key{};       ///< of a machine

    bool holds(ledger::Right right) const { return rights.test(ledger::index_of(right)); }
};

/// Throws Problem 401 for who cannot say who they are, 403 for a change that a browser was made to
/// ask for. Nobody needs to say so while the book has no operator and the service has no token: it
/// answers this machine alone then.
Caller caller_of(const Service& service, const Request& request);

/// What lets callers in; both outlive whatever lasts.
struct Door {
    const ledger::Book& book;
    Access& access;
    std::function<ledger::Instant()> clock;
};

/// True as long as whoever began something that lasts would be let in anew, with this right and to
/// the same buildings. Is no use of their session.
bool is_still(const Door& door, const Caller& caller, ledger::Right right);

/// Who asks where nobody needs to say it: no rights.
Caller anybody(const Request& request);

constexpr const char* session_cookie = "meterbook_session";

}  // namespace api
