#pragma once
#include <filesystem>
#include <string>

#include "ledger/values/id.hpp"
#include "ledger/values/instant.hpp"

namespace edge {

/// From when to when a certificate holds.
struct Validity {
    ledger::Instant from;
    ledger::Instant until;
};

// Each makes a key on the curve P-256 and a certificate for it, as PEM files that only their owner
// may read, in a directory that is created where it is missing. What is there already is never
// overwritten. Each throws std::runtime_error with one sentence.

/// The authority of a site: ca.pem and ca.key. Who holds the key can let any gateway in.
void make_authority(const std::filesystem::path& directory, const std::string& name,
                    const Validity& validity);

/// The book's: server.pem and server.key, signed by the authority in the same directory. `host` is
/// the name or the address that gateways connect to.
void make_server_papers(const std::filesystem::path& directory, const std::string& host,
                        const Validity& validity);

/// A gateway's: gateway-<id>.pem and gateway-<id>.key, signed by the same.
void make_gateway_papers(const std::filesystem::path& directory, const ledger::GatewayId& gateway,
                         const Validity& validity);

/// For a gateway that knows no TLS: <id>.secret.
void make_secret(const std::filesystem::path& directory, const ledger::GatewayId& gateway);

/// The common name in a certificate.
std::string name_in(const std::filesystem::path& file);

}  // namespace edge
