#include "ingest/edge/gateway_desk.hpp"

#include <chrono>

#include <fmt/core.h>

#include "ingest/edge/limits.hpp"
#include "ingest/edge/register_part.hpp"
#include "ingest/edge/said.hpp"

namespace edge {
namespace {

using ledger::Command;
using ledger::State;

constexpr std::chrono::seconds patience(20);  // for the book's word before a relay is moved
constexpr std::size_t read_at_once = 1'024;

bool needs_the_book(const Command& command) {
    return std::holds_alternative<ledger::ReportSent>(command);
}

bool changes_the_part(const Command& command) {
    return !std::holds_alternative<ledger::RecordReading>(command);
}

}  // namespace

GatewayDesk::GatewayDesk(Queue& queue, const ClockOffset& clock, const ingest::Report& report,
                         const std::function<void(const std::string&)>& on_failure)
    : queue_(queue), clock_(clock), report_(report), on_failure_(on_failure) {
    foresee_queued();
}

/// What a former life told and the book does not have yet.
void GatewayDesk::foresee_queued() {
    std::uint64_t number = queue_.first();
    for (;;) {
        const auto items = queue_.read(number, read_at_once, fact_bytes_at_once);
        if (items.empty()) return;
        for (const auto& item : items) {
            if (const auto fact = decode_fact(item); fact && changes_the_part(fact->command))
                queued_.emplace(number, fact->command);
            ++number;
        }
    }
}

void GatewayDesk::look(const std::function<void(const State&)>& at) const {
    const std::lock_guard lock(mutex_);
    at(part_);
}

std::uint64_t GatewayDesk::version() const {
    const std::lock_guard lock(mutex_);
    return version_;
}

/// The book shows a gateway no lines but its own.
bool GatewayDesk::reads(const State&, const ledger::LineRegistered&) const { return true; }

bool GatewayDesk::tell(Command command, const std::string& reason) try {
    if (needs_the_book(command)) return tell_at_once(command, reason);
    (void)append(command, reason);
    return true;
} catch (const QueueBroken& broken) {
    on_failure_(broken.what());
    throw ingest::DeskClosed(broken.what());
}

std::uint64_t GatewayDesk::append(const Command& command, const std::string& reason) {
    const auto item = encode(Fact{clock_.now(), reason, command});
    const std::lock_guard lock(mutex_);
    const std::uint64_t number = queue_.append(item);
    if (needs_the_book(command)) awaited_.emplace(number, Answer::none);
    if (!changes_the_part(command)) return number;
    queued_.emplace(number, command);
    foresee(part_, command);
    ++version_;
    return number;
}

/// Why nobody would wait for the answer; nothing: somebody would.
const char* GatewayDesk::why_not_at_once() const {
    const std::lock_guard lock(mutex_);
    if (is_closed_) return "the gateway stops";
    if (!is_linked_) return "the book cannot be asked";
    if (queue_.waiting() > window) return "the book has to take what was read before first";
    return nullptr;
}

bool GatewayDesk::tell_at_once(const Command& command, const std::string& reason) {
    if (const char* why = why_not_at_once()) {
        report_(ingest::Weight::note,
                fmt::format("a command waits: {}, and nothing is sent to a meter before", why));
        return false;
    }
    const std::uint64_t number = append(command, reason);
    std::unique_lock lock(mutex_);
    Answer& answer = awaited_.at(number);
    moved_.wait_for(lock, patience,
                    [&] { return answer != Answer::none || !is_linked_ || is_closed_; });
    const bool is_taken = answer == Answer::taken;
    awaited_.erase(number);
    return is_taken;
}

void GatewayDesk::link_is(bool up) {
    const std::lock_guard lock(mutex_);
    is_linked_ = up;
    moved_.notify_all();
}

void GatewayDesk::show(State part, std::uint64_t through) {
    const std::lock_guard lock(mutex_);
    part_ = std::move(part);
    ++version_;
    for (auto each = queued_.upper_bound(through); each != queued_.end(); ++each)
        foresee(part_, each->second);
}

void GatewayDesk::taken(std::uint64_t through,
                        const std::map<std::uint64_t, std::string>& refused) {
    for (const auto& [number, why] : refused)
        report_(ingest::Weight::warning,
                fmt::format("the book refused item {} of the queue: {}", number, as_said(why)));
    const std::lock_guard lock(mutex_);
    for (auto& [number, answer] : awaited_) {
        if (number <= through && answer == Answer::none)
            answer = refused.contains(number) ? Answer::refused : Answer::taken;
    }
    queued_.erase(queued_.begin(), queued_.upper_bound(through));
    moved_.notify_all();
}

void GatewayDesk::close() {
    const std::lock_guard lock(mutex_);
    is_closed_ = true;
    moved_.notify_all();
}

}  // namespace edge
