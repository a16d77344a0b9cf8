#pragma once
#include <map>
#include <vector>

#include "api/paper/statement.hpp"

namespace api {

/// Between which positions a period lies: from `first` on and before `beyond`.
struct Stretch {
    ledger::Position first;
    ledger::Position beyond;
};

/// Gathers the entries of one wallet, oldest first, into rows and sums.
class StatementRows {
public:
    StatementRows(const Call& call, const ledger::WalletId& wallet, const ledger::Zone& zone,
                  bool by_entry)
        : call_(call), wallet_(wallet), zone_(zone), by_entry_(by_entry) {}

    void add(const projections::StatementEntry& entry);

    /// Fills what it knows.
    void give(WalletStatement& statement);

private:
    struct Use {
        ledger::Position first;
        ledger::Position last;
        ledger::Energy charged;
    };

    void add_lines(const ledger::Event& event, StatementRow& row);
    bool continues_day(const StatementRow& row) const;
    void merge(StatementRow row);

    const Call& call_;
    const ledger::WalletId& wallet_;
    const ledger::Zone& zone_;
    bool by_entry_;
    std::vector<StatementRow> rows_;
    std::map<projections::EntryKind, ledger::Money> sums_;
    std::vector<StatementLine> bands_;
    std::map<ledger::MeterId, Use> uses_;
    ledger::Energy energy_;
};

}  // namespace api
