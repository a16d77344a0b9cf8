#pragma once
#include "ledger/events/catalogue.hpp"

namespace ledger {

/// What the house keeps of what is paid: the site's share of it, in whole cents, rounded down.
inline Money service_fee(const SiteConfigured& site, Money paid) {
    if (!site.counter) return {};
    const std::int64_t paid_cents = paid.count() / cents(1).count();
    return cents(paid_cents * std::int64_t{site.counter->service_fee_ppm} / 1'000'000);
}

}  // namespace ledger
