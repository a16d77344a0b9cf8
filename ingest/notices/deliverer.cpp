#include "ingest/notices/deliverer.hpp"

#include <thread>

#include <fmt/core.h>

namespace notices {
namespace {

using ingest::Weight;

constexpr std::chrono::milliseconds slice(50);

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
        const bool is_taken =
            its_.book.report(handover.id, handover.notice, handover.attempt, *handover.outcome);
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
    const Notice notice = its_.book.notice(next->position);
    if (notice.is_queued) deliver(notice);  // else it is not true any more
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

void Deliverer::deliver(const Notice& notice) {
    if (is_remembered(notice)) return;
    const std::uint32_t attempt = notice.attempts + 1;
    Outcome outcome = hand_over(notice, attempt);
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

Outcome Deliverer::hand_over(const Notice& notice, std::uint32_t attempt) {
    const Site site = its_.book.site();
    const Recipient recipient = its_.book.recipient(notice.facts.customer);
    const Message message{notice, recipient, site.currency,
                          its_.templates.text_of(notice, recipient, site)};
    its_.handovers.begin(
        {notice.id, notice.position, attempt, boot_of_machine(), its_.clock(), {}, false});
    return its_.channel.send(message);
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
