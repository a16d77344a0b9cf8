#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "ledger/values/id.hpp"
#include "ledger/values/instant.hpp"

namespace api {

/// One question to a meter and what was heard, as hexadecimal digits of the bytes on the wire.
struct WireFrame {
    ledger::MeterId meter;
    ledger::Instant at;
    std::uint64_t took_ms;
    std::string said;
    std::string heard;
    std::string fault;  ///< empty: it was an answer
};

/// Of one line, oldest first; of a line that is not read from here none.
using WireFrames = std::function<std::vector<WireFrame>(const ledger::LineId&)>;

}  // namespace api
