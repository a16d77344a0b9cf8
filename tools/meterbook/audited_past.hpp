#pragma once
#include <filesystem>
#include <optional>
#include <vector>

#include "ledger/journal/index.hpp"
#include "ledger/journal/journal.hpp"
#include "ledger/rules/state.hpp"

namespace meterbook {

/// The past of meters for an audit: read from the log through an index of its own, which is built
/// in the folder for temporary files when it is first asked, and removed at the end. The book's
/// own index is not asked: an audit trusts the log alone.
class AuditedPast {
public:
    explicit AuditedPast(const ledger::Journal& journal) : journal_(journal) {}
    ~AuditedPast();
    AuditedPast(const AuditedPast&) = delete;
    AuditedPast& operator=(const AuditedPast&) = delete;

    /// The newest events of a meter that this state has seen, oldest first.
    std::vector<ledger::Event> of(const ledger::State& state, const ledger::MeterId& meter,
                                  std::size_t most);

private:
    const ledger::Index& index();

    const ledger::Journal& journal_;
    std::filesystem::path directory_;
    std::optional<ledger::Index> index_;
};

}  // namespace meterbook
