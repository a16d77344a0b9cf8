#include "tools/meterbook/gateways.hpp"

#include <spdlog/spdlog.h>

#include "tools/meterbook/long_running.hpp"

namespace meterbook {
namespace {

std::optional<edge::Door> door_of(const std::optional<GatewayDoor>& wanted) {
    if (!wanted) return std::nullopt;
    return edge::Door{wanted->address, wanted->port, wanted->papers};
}

api::GatewayLink link_of(const edge::GatewayStatus& status) {
    return {.gateway = status.gateway,
            .linked = status.is_linked,
            .tls = !status.is_sealed,
            .from = status.from,
            .release = status.release,
            .heard_at = status.heard_at,
            .clock_offset = status.clock_offset,
            .waiting = status.waiting,
            .taken = status.taken};
}

}  // namespace

std::vector<edge::ProfileText> for_gateways(const ingest::ProfileFolder::Texts& profiles) {
    std::vector<edge::ProfileText> texts;
    for (const auto& [profile, json] : profiles) texts.push_back({profile, json});
    return texts;
}

std::unique_ptr<edge::Reception> reception_of(const Configuration& wanted,
                                              const ingest::ProfileFolder::Texts& profiles,
                                              ledger::Book& book,
                                              const std::function<ledger::Instant()>& clock) {
    if (!wanted.gateways && !wanted.gateways_without_tls) return nullptr;
    edge::ReceptionOptions options;
    options.tls = door_of(wanted.gateways);
    options.sealed = door_of(wanted.gateways_without_tls);
    options.profiles = for_gateways(profiles);
    options.release = METERBOOK_VERSION;
    auto reception = std::make_unique<edge::Reception>(std::move(options), book, clock, report);
    if (wanted.gateways)
        spdlog::info("gateways come in at {}:{}", wanted.gateways->address, reception->tls_port());
    if (wanted.gateways_without_tls)
        spdlog::info("gateways without TLS come in at {}:{}", wanted.gateways_without_tls->address,
                     reception->sealed_port());
    return reception;
}

std::function<std::vector<api::GatewayLink>()> links_of(const edge::Reception* reception) {
    return [reception] {
        std::vector<api::GatewayLink> links;
        if (reception == nullptr) return links;
        for (const auto& each : reception->gateways()) links.push_back(link_of(each));
        return links;
    };
}

}  // namespace meterbook
