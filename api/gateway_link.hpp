#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "ledger/values/id.hpp"
#include "ledger/values/instant.hpp"

namespace api {

/// How the link of a gateway that collects stands since this process began.
struct GatewayLink {
    ledger::GatewayId gateway;
    bool linked;
    bool tls;
    std::string from;  ///< address
    std::string release;
    ledger::Instant heard_at;
    std::optional<ledger::Duration> clock_offset;  ///< the book's clock less the gateway's
    std::uint64_t waiting;                         ///< items in its queue, as it said last
    std::uint64_t taken;                           ///< items since this process began
};

}  // namespace api
