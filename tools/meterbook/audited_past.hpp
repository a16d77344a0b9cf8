#pragma once
#include <filesystem>
#include <optional>
#include <vector>

#include "ledger/journal/index.hpp"
#include "ledger/journal/journal.hpp"
#include "ledger/rules/state.hpp"

namespace meterbook {

/// The past of meters for an audit: read from the log through an index of its own, which is built
/// in this directory when it is first asked. The book's own index is not asked: an audit trusts
/// the log alone.
class AuditedPast {
public:
    AuditedPast(const ledger::Journal& journal, std::filesystem::path directory)
        : journal_(journal), directory_(std::move(directory)) {}

    /// The newest events of a meter that this state has seen, oldest first.
    std::vector<ledger::Event> of(const ledger::State& state, const ledger::MeterId& meter,
                                  std::size_t most);

private:
    const ledger::Journal& journal_;
    std::filesystem::path directory_;
    std::optional<ledger::Index> index_;
};

}  // namespace meterbook
