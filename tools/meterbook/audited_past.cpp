#include "tools/meterbook/audited_past.hpp"

#include "ledger/past.hpp"

namespace meterbook {

std::vector<ledger::Event> AuditedPast::of(const ledger::State& state, const ledger::MeterId& meter,
                                           std::size_t most) {
    const ledger::Subject subject{ledger::SubjectKind::meter, meter.text()};
    const auto* newest = ledger::find(state.versions, subject);
    if (newest == nullptr) return {};
    if (!index_) index_.emplace(ledger::Index::open(directory_, journal_));
    return *ledger::read_past(journal_, *index_, meter, *newest, most);
}

}  // namespace meterbook
