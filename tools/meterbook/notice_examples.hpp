#pragma once
#include "api/field_words.hpp"
#include "ingest/notices/templates.hpp"
#include "ledger/rules/state.hpp"

namespace meterbook {

/// Every text, and what somebody of this site would get by it.
api::NoticeTexts notice_texts_of(const notices::Templates& templates, const ledger::State& state,
                                 ledger::Instant now);

}  // namespace meterbook
