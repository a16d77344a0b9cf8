#include "ingest/edge/gateway_desk.hpp"

#include <chrono>

#include <fmt/core.h>

#include "ingest/edge/limits.hpp"
#include "ingest/edge/register_part.hpp"

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
    : queue_(queue),
      clock_(clock),
      report_(report),
      on_failure_(on_failure),
      taken_(queue.first() - 1) {
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
    if (is_closed_) throw ingest::DeskClosed("the gateway stops");
    const std::uint64_t number = queue_.append(item);
    if (!changes_the_part(command)) return number;
    queued_.emplace(number, command);
    foresee(part_, command);
    ++version_;
    return number;
}

bool GatewayDesk::tell_at_once(const Command& command, const std::string& reason) {
    {
        const std::lock_guard lock(mutex_);
        if (!is_linked_) {
            report_(ingest::Weight::note,
                    "a command waits: nothing is sent to a meter while the book cannot be asked");
            return false;
        }
    }
    const std::uint64_t number = append(command, reason);
    std::unique_lock lock(mutex_);
    const bool known = moved_.wait_for(
        lock, patience, [&] { return taken_ >= number || !is_linked_ || is_closed_; });
    const bool refused = refused_.erase(number) > 0;
    return known && taken_ >= number && !refused;
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
                fmt::format("the book refused item {} of the queue: {}", number, why));
    const std::lock_guard lock(mutex_);
    for (const auto& [number, why] : refused) {
        const auto queued = queued_.find(number);
        if (queued != queued_.end() && needs_the_book(queued->second)) refused_.insert(number);
    }
    queued_.erase(queued_.begin(), queued_.upper_bound(through));
    taken_ = std::max(taken_, through);
    moved_.notify_all();
}

void GatewayDesk::begin_anew() {
    const std::lock_guard lock(mutex_);
    queue_.begin_anew();
    queued_.clear();
    taken_ = 0;
}

void GatewayDesk::close() {
    const std::lock_guard lock(mutex_);
    is_closed_ = true;
    moved_.notify_all();
}

}  // namespace edge
