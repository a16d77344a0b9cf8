#include "tests/scenarios/deeds.hpp"

namespace scenarios {

using namespace ledger;

namespace {

SiteConfigured site_of(const Stage& stage) {
    if (!stage.state().site) throw Fault{"the site is not configured yet: write `site in …` first"};
    return *stage.state().site;
}

ProtectedHours hours_of(Words& words) {
    ProtectedHours hours{};
    hours.from_minute = words.minute();
    words.expect("to");
    hours.to_minute = words.minute();
    while (const auto day = weekday(words.peek())) {
        hours.weekdays.push_back(*day);
        words.take("a weekday");
    }
    return hours;
}

/// patience grace 60 minutes, wait 30 minutes, protected 22:00 to 24:00 Sat Sun, holidays CN
void patience(Stage& stage, Words& words) {
    SiteConfigured site = site_of(stage);
    CutoffTerms terms{};
    const auto minutes = [&] {
        const std::uint32_t count = words.small_number("minutes");
        words.expect("minutes");
        return count;
    };
    while (!words.is_done()) {
        if (words.skip("grace")) {
            terms.grace_minutes = minutes();
        } else if (words.skip("wait")) {
            terms.patience_minutes = minutes();
        } else if (words.skip("protected")) {
            terms.protected_hours.push_back(hours_of(words));
        } else {
            words.expect("holidays");
            terms.holidays = words.name<CalendarId>("a calendar");
        }
    }
    site.patience = terms;
    stage.ask(ConfigureSite{site});
}

/// notices sms webhook in en of arrears power_cut
void notices(Stage& stage, Words& words) {
    SiteConfigured site = site_of(stage);
    NoticeTerms terms{};
    while (words.is_one_of<NoticeChannel>())
        terms.channels.push_back(words.one_of<NoticeChannel>());
    if (words.skip("in")) terms.language = words.one_of<NoticeLanguage>();
    words.expect("of");
    while (!words.is_done()) terms.kinds.push_back(words.one_of<NoticeKind>());
    site.notices = terms;
    stage.ask(ConfigureSite{site});
}

/// batch B1 trip of M1 and M2 until 2026-05-02 09:00 again of B0 because '…'
void batch(Stage& stage, Words& words) {
    RequestBatch wanted{};
    wanted.batch = words.name<BatchId>("a batch");
    wanted.kind = words.one_of<CommandKind>();
    wanted.expires_at = stage.now() + std::chrono::hours(6);
    words.expect("of");
    while (!words.is_done()) {
        if (words.skip("and")) continue;
        if (words.skip("until")) {
            wanted.expires_at = stage.clock().read(words);
        } else if (words.skip("again")) {
            words.expect("of");
            wanted.retry_of = words.name<BatchId>("a batch");
        } else {
            wanted.meters.push_back(words.name<MeterId>("a meter"));
        }
    }
    stage.ask(wanted);
}

/// advance batch B1, as the book does by itself
void advance(Stage& stage, Words& words) {
    words.expect("batch");
    stage.ask(AdvanceBatch{words.name<BatchId>("a batch")});
}

/// stop batch B1 because '…'
void stop(Stage& stage, Words& words) {
    words.expect("batch");
    stage.ask(CancelBatch{words.name<BatchId>("a batch")});
}

/// cut A1.M1, as the book does by itself when the time has come
void cut(Stage& stage, Words& words) { stage.ask(CutPower{words.name<WalletId>("a wallet")}); }

/// told notice 1 by text 2
void told(Stage& stage, Words& words) {
    ReportNoticeDelivered report{position_of(stage, words), "as the modem says"};
    if (words.skip("by")) {
        words.expect("text");
        report.text = stage.nth<NoticeTextSet>(words.number("which one"), "text");
    }
    stage.ask(report);
}

/// text of arrears in zh 'meter {meter}', or: built in
void text(Stage& stage, Words& words) {
    NoticeTextSet wanted{};
    words.expect("of");
    wanted.kind = words.one_of<NoticeKind>();
    words.expect("in");
    wanted.language = words.one_of<NoticeLanguage>();
    if (words.skip("built")) {
        words.expect("in");
    } else {
        wanted.text = words.take("the words, in quotes");
    }
    stage.ask(SetNoticeText{wanted});
}

/// untold notice 1 'no network' for good
void untold(Stage& stage, Words& words) {
    ReportNoticeFailed report{};
    report.notice = position_of(stage, words);
    report.cause = words.take("a cause in quotes");
    report.is_final = words.skip("for");
    if (report.is_final) words.expect("good");
    stage.ask(report);
}

/// purchases of M1 disagree 'shows 20'; purchases of M1 are 18 [credited] because '…'
void purchases(Stage& stage, Words& words) {
    words.expect("of");
    const auto meter = words.name<MeterId>("a meter");
    if (words.skip("disagree"))
        return stage.ask(ReportPurchases{meter, words.take("what was seen, in quotes")});
    words.expect("are");
    ResolvePurchases wanted{meter, words.number("the count that the meter shows"), false};
    wanted.sent_is_credited = words.skip("credited");
    stage.ask(wanted);
}

}  // namespace

Deeds watch_deeds() {
    return {{"patience", patience},  {"notices", notices}, {"batch", batch},
            {"advance", advance},    {"stop", stop},       {"cut", cut},
            {"told", told},          {"text", text},       {"untold", untold},
            {"purchases", purchases}};
}

}  // namespace scenarios
