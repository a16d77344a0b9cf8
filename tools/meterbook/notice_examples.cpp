#include "tools/meterbook/notice_examples.hpp"

#include <chrono>

#include "ledger/rules/control/notices.hpp"

namespace meterbook {
namespace {

notices::Site site_of(const ledger::State& state) {
    if (!state.site) return {"Meterbook", "UTC", "CNY"};
    return {state.site->name, state.site->zone, state.site->currency};
}

/// A notice that has every fact.
notices::Notice example(ledger::NoticeKind kind, ledger::NoticeLanguage language,
                        ledger::Instant now) {
    notices::Notice notice;
    notice.position = {1};
    ledger::NoticeQueued& facts = notice.facts;
    facts.kind = kind;
    facts.language = language;
    facts.account = ledger::AccountId("A301");
    facts.wallet = ledger::WalletId("A301.M0301");
    facts.meter = ledger::MeterId("M0301");
    facts.place = {ledger::BuildingId("A"), "3", "301"};
    facts.balance = ledger::cents(kind == ledger::NoticeKind::arrears ? -1'250 : 850);
    facts.at = now;
    facts.line = ledger::cents(1'000);
    facts.cut_at = now + std::chrono::hours(24);
    facts.power_w = 7'400;
    facts.overload_w = 6'600;
    return notice;
}

}  // namespace

std::string notice_example_of(const api::NoticeText& text, const ledger::State& state,
                              ledger::Instant now) {
    const bool is_chinese = text.language == ledger::NoticeLanguage::zh;
    const notices::Recipient somebody{is_chinese ? "李雷" : "Li Lei", ""};
    return notices::template_in(text.text).render(
        notices::text_facts(example(text.kind, text.language, now), somebody, site_of(state)));
}

api::NoticeTexts notice_texts_of(const notices::Templates& templates, const ledger::State& state,
                                 ledger::Instant now) {
    api::NoticeTexts all;
    for (const auto& [key, written] : templates.all()) {
        const auto& [kind, language] = key;
        const ledger::Position set = ledger::text_for(state, kind, language);
        api::NoticeText text{kind, language, written.text(), "", written.text(), set};
        if (!set.is_none()) text.text = state.notice_texts.at(set).text;
        text.example = notice_example_of(text, state, now);
        all.push_back(std::move(text));
    }
    return all;
}

}  // namespace meterbook
