#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ingest/edge/attendance.hpp"
#include "ingest/edge/register_things.hpp"
#include "ingest/edge/tls_link.hpp"
#include "ingest/field.hpp"
#include "ledger/book.hpp"

namespace edge {

/// Where gateways come in.
struct Door {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;        ///< 0: any that is free
    std::filesystem::path papers;  ///< TLS: ca.pem, server.pem, server.key; without: <id>.secret
};

struct ReceptionOptions {
    std::optional<Door> tls;
    std::optional<Door> sealed;  ///< for gateways that know no TLS
    std::vector<ProfileText> profiles;
    std::string release;
    std::size_t most_visitors = 256;  ///< at each door
    std::size_t most_strangers = 64;  ///< at each door, that have not said who they are
};

/// Takes gateways in: each has a thread of its own while it is linked, a stranger ten seconds to
/// say who he is. Nothing that comes in ends anything but its own link.
class Reception {
public:
    /// Book, clock and report have to outlive it. Throws std::runtime_error with one sentence.
    Reception(ReceptionOptions options, ledger::Book& book, std::function<ledger::Instant()> clock,
              ingest::Report report);
    ~Reception();
    Reception(const Reception&) = delete;
    Reception& operator=(const Reception&) = delete;

    /// From now on gateways are given these. Any thread.
    void use(std::vector<ProfileText> profiles);

    std::uint16_t tls_port() const;     ///< 0: there is no such door
    std::uint16_t sealed_port() const;  ///< 0: there is no such door
    std::vector<GatewayStatus> gateways() const;

    /// What gateways have met on their wires since their processes began.
    ingest::Tallies::ByMeter met() const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace edge
