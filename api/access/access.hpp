#pragma once
#include <filesystem>

#include "api/access/credentials.hpp"
#include "api/access/ended_sessions.hpp"
#include "api/access/lockout.hpp"
#include "api/access/sessions.hpp"
#include "api/access/tally.hpp"

namespace api {

struct AccessOptions {
    std::filesystem::path directory;  ///< `access/` of the book
    Ticks now = [] { return std::chrono::steady_clock::now(); };
};

/// How callers are known, and what they were refused. Outlives the server.
struct Access {
    Access(ledger::Book& book, const AccessOptions& options)
        : credentials(options.directory),
          sessions(options.now, tell_of_ended_sessions(book)),
          lockout(options.now),
          tally(book, options.now) {}

    Credentials credentials;
    Sessions sessions;
    Lockout lockout;
    Tally tally;
};

}  // namespace api
