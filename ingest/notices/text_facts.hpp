#pragma once
#include <string>

#include "ingest/notices/notice.hpp"
#include "ledger/rating/zone.hpp"
#include "ledger/rules/control/notice_template.hpp"

namespace notices {

/// Throws std::runtime_error where this system does not know it.
ledger::Zone zone_of(const Site& site);

/// What stands for the placeholders of a template: {balance}, {meter}, {time} … A fact that this
/// notice does not have is not in it.
using TextFacts = ledger::NoticeTemplate::Facts;

/// In the words of the notice's language: amounts in cents, rounded down so that no credit is shown
/// which is not there; moments by the site's clock. Throws std::runtime_error where this system
/// does not know the site's zone.
TextFacts text_facts(const Notice& notice, const Recipient& recipient, const Site& site);

}  // namespace notices
