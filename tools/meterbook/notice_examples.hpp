#pragma once
#include "api/field_words.hpp"
#include "ingest/notices/templates.hpp"
#include "ledger/rules/state.hpp"

namespace meterbook {

/// Every text that holds now, of the book or built in, and what somebody of this site would get by
/// it.
api::NoticeTexts notice_texts_of(const notices::Templates& templates, const ledger::State& state,
                                 ledger::Instant now);

/// What somebody of this site would get by these words, which are a template.
std::string notice_example_of(const api::NoticeText& text, const ledger::State& state,
                              ledger::Instant now);

}  // namespace meterbook
