#include "ingest/notices/deliverer.hpp"

#include <thread>

#include <fmt/core.h>

#include "ingest/notices/sms_shape.hpp"

namespace notices {
namespace {

using ingest::Weight;

constexpr std::chrono::milliseconds slice(50);
constexpr std::chrono::milliseconds look_again(60'000);  ///< whether what was to wait still is

std::chrono::milliseconds patience(ledger::Instant until, ledger::Instant now) {
    return std::chrono::ceil<std::chrono::milliseconds>(until - now);
}

std::string name_of(const Notice& notice) {
    return fmt::format("notice {} ({}, {})", notice.position.number,
                       ledger::to_text(notice.facts.kind), notice.facts.wallet.text());
}

}  // namespace

void Deliverer::run(const std::function<bool()>& is_told_to_stop) {
    settle_old();
    while (!is_told_to_stop()) {
        bool did_something = false;
        try {
            report_open();
            did_something = deliver_next();
            book_answers();
        } catch (const BookTrouble& trouble) {
            book_is_silent(trouble.what());
        }
        const Time next = std::chrono::steady_clock::now() + its_.pace.look_every;
        while (!did_something && !is_told_to_stop() && std::chrono::steady_clock::now() < next)
            std::this_thread::sleep_for(slice);
    }
}

void Deliverer::settle_old() {
    for (const Handover& handover : its_.handovers.open()) {
        if (handover.outcome) continue;
        const Outcome outcome = its_.channel.recall(handover);
        its_.report(Weight::note,
                    fmt::format("notice {} was on its way when the last process ended: {}{}{}",
                                handover.notice.number, ledger::to_text(outcome.kind),
                                outcome.words.empty() ? "" : ": ", outcome.words));
        its_.handovers.settle(handover.id, outcome);
        its_.channel.forget(handover.id);
    }
}

void Deliverer::report_open() {
    for (const Handover& handover : its_.handovers.open()) {
        if (!handover.outcome) continue;
        const bool is_taken = its_.book.report(handover);
        if (!is_taken)
            its_.report(
                Weight::note,
                fmt::format("notice {} came to an end before it was reported as {}",
                            handover.notice.number, ledger::to_text(handover.outcome->kind)));
        its_.handovers.report(handover.id);
    }
}

bool Deliverer::deliver_next() {
    const auto next = next_due();
    if (!next) return false;
    const Site site = its_.book.site();
    if (is_quiet(site)) return false;
    const Notice notice = its_.book.notice(next->position);
    if (notice.is_queued) deliver(notice, site);  // else it is not true any more
    report_open();
    return true;
}

std::optional<Notice> Deliverer::next_due() {
    const Time now = std::chrono::steady_clock::now();
    if (now < channel_not_before_) return std::nullopt;
    const std::vector<Notice> queued = its_.book.queued(its_.channel.word());
    std::map<ledger::Position, Time> still_waiting;
    const Notice* best = nullptr;
    for (const Notice& each : queued) {
        const auto waits = not_before_.find(each.position);
        if (waits != not_before_.end()) still_waiting.insert(*waits);
        if (waits != not_before_.end() && now < waits->second) continue;
        if (best == nullptr || each.attempts < best->attempts) best = &each;
    }
    not_before_ = std::move(still_waiting);
    return best == nullptr ? std::nullopt : std::optional<Notice>(*best);
}

void Deliverer::deliver(const Notice& notice, const Site& site) {
    if (is_remembered(notice)) return;
    const Recipient recipient = its_.book.recipient(notice.facts.customer);
    if (must_wait(notice, recipient, site)) return;
    const std::uint32_t attempt = notice.attempts + 1;
    const BookText words = its_.book.text(notice.facts.kind, notice.facts.language);
    Outcome outcome =
        hand_over({notice, recipient, site.currency,
                   its_.templates.text_of(notice, recipient, site, words.text), words.position},
                  attempt);
    if (outcome.kind == OutcomeKind::refused && attempt >= its_.pace.most_attempts)
        outcome = {OutcomeKind::given_up,
                   fmt::format("given up after {} attempts: {}", attempt, outcome.words)};
    its_.handovers.settle(notice.id, outcome);
    its_.channel.forget(notice.id);
    note(notice, outcome);
}

/// A book that was restored from before a delivery queues the notice again; it is told once more.
bool Deliverer::is_remembered(const Notice& notice) {
    const Handover* before = its_.handovers.find(notice.id);
    if (before == nullptr || !before->outcome || before->outcome->kind == OutcomeKind::refused)
        return false;
    Handover again = *before;
    again.attempt = notice.attempts + 1;
    again.is_reported = false;
    its_.handovers.begin(again);
    its_.report(Weight::note, fmt::format("{} was {} before, and is not sent again",
                                          name_of(notice), ledger::to_text(again.outcome->kind)));
    return true;
}

/// Nothing rings in the site's quiet hours. They are asked for again now and then: they may change.
bool Deliverer::is_quiet(const Site& site) {
    const ledger::Instant now = its_.clock();
    const bool is_sms = its_.channel.word() == ledger::NoticeChannel::sms;
    const auto until = is_sms ? quiet_until(site, now) : std::nullopt;
    if (until)
        channel_not_before_ =
            std::chrono::steady_clock::now() + std::min(patience(*until, now), look_again);
    if (until && !is_quiet_)
        its_.report(Weight::note, fmt::format("these are quiet hours: nothing is sent before {}",
                                              to_text(*until)));
    is_quiet_ = until.has_value();
    return is_quiet_;
}

/// As many as may go to one number within a day have gone there.
bool Deliverer::must_wait(const Notice& notice, const Recipient& recipient, const Site& site) {
    if (its_.channel.word() != ledger::NoticeChannel::sms || !site.short_messages) return false;
    if (!sent_) remember_sent();
    const ledger::Instant now = its_.clock();
    const auto room =
        sent_->room_at(dialled(recipient.phone), site.short_messages->most_a_day, now);
    if (!room) return false;
    if (!not_before_.contains(notice.position))
        its_.report(Weight::note,
                    fmt::format("{} waits until {}: as many as may went to its number today",
                                name_of(notice), to_text(*room)));
    not_before_[notice.position] =
        std::chrono::steady_clock::now() + std::min(patience(*room, now), look_again);
    return true;
}

/// What went out before this process began.
void Deliverer::remember_sent() {
    MessagesToday sent;
    for (const Handover& each : its_.handovers.sent_since(its_.clock() - std::chrono::hours(24))) {
        if (each.customer.is_empty()) continue;
        sent.add(dialled(its_.book.recipient(each.customer).phone), each.at);
    }
    sent_ = std::move(sent);
}

Outcome Deliverer::hand_over(const Message& message, std::uint32_t attempt) {
    const Notice& notice = message.notice;
    its_.handovers.begin({notice.id,
                          notice.position,
                          attempt,
                          boot_of_machine(),
                          its_.clock(),
                          {},
                          false,
                          notice.facts.customer,
                          message.words});
    const Outcome outcome = its_.channel.send(message);
    const bool may_be_there =
        outcome.kind == OutcomeKind::taken || outcome.kind == OutcomeKind::unknown;
    if (may_be_there && sent_) sent_->add(dialled(message.recipient.phone), its_.clock());
    return outcome;
}

void Deliverer::note(const Notice& notice, const Outcome& outcome) {
    const Time now = std::chrono::steady_clock::now();
    const bool is_refused = outcome.kind == OutcomeKind::refused;
    const bool is_taken = outcome.kind == OutcomeKind::taken;
    channel_failures_ = is_refused ? channel_failures_ + 1 : 0;
    channel_not_before_ = now + pause_of_channel(its_.pace, channel_failures_);
    if (is_refused)
        not_before_[notice.position] = now + pause_of_notice(its_.pace, notice.attempts + 1);
    its_.report(is_taken ? Weight::note : Weight::warning,
                fmt::format("{} by {}: {}{}{}", name_of(notice),
                            ledger::to_text(its_.channel.word()), ledger::to_text(outcome.kind),
                            outcome.words.empty() ? "" : ": ", outcome.words));
}

void Deliverer::book_answers() {
    if (book_is_silent_) its_.report(Weight::note, "the book answers again");
    book_is_silent_ = false;
}

void Deliverer::book_is_silent(const std::string& sentence) {
    if (!book_is_silent_) its_.report(Weight::warning, sentence);
    book_is_silent_ = true;
}

}  // namespace notices
