#pragma once
#include <functional>
#include <memory>
#include <vector>

#include "api/gateway_link.hpp"
#include "ingest/edge/reception.hpp"
#include "ingest/profile_folder.hpp"
#include "tools/meterbook/configuration.hpp"

namespace meterbook {

/// The profiles as gateways are given them.
std::vector<edge::ProfileText> for_gateways(const ingest::ProfileFolder::Texts& profiles);

/// Where gateways come in; nothing where the configuration lets none in. Throws
/// std::runtime_error with one sentence.
std::unique_ptr<edge::Reception> reception_of(const Configuration& wanted,
                                              const ingest::ProfileFolder::Texts& profiles,
                                              ledger::Book& book,
                                              const std::function<ledger::Instant()>& clock);

/// How their links stand, as the API shows it. The reception has to outlive it.
std::function<std::vector<api::GatewayLink>()> links_of(const edge::Reception* reception);

}  // namespace meterbook
