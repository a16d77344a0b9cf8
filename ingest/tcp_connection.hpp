#pragma once
#include <chrono>
#include <string>

#include "ledger/values/result.hpp"

namespace ingest {

/// A connected TCP socket to "host:port", of a name the first address that answers, with keep-alive
/// and without delay, or one sentence why not. The caller closes it.
ledger::Result<int, std::string> connect_tcp(const std::string& address,
                                             std::chrono::milliseconds patience);

}  // namespace ingest
