#include "api/reports/own_accounts.hpp"

#include <set>

namespace api {

OwnAccounts::OwnAccounts(const std::vector<ReportColumn>& columns, const ReportSource& source)
    : source_(source) {
    static const std::set<std::string> telling{"account", "wallet", "balance", "balance_after"};
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (columns[i].name == "account") account_ = i;
        if (telling.contains(columns[i].name)) hidden_.push_back(i);
    }
}

const ReportRow& OwnAccounts::shown(const ReportRow& row) {
    if (!source_.may_see || !account_) return row;
    const auto* account = std::get_if<std::string>(&row[*account_]);
    if (account == nullptr || source_.sees(ledger::AccountId(*account))) return row;
    without_ = row;
    for (const std::size_t each : hidden_) without_[each] = {};
    return without_;
}

}  // namespace api
