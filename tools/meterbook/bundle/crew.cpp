#include "tools/meterbook/bundle/crew.hpp"

#include <algorithm>
#include <ranges>
#include <thread>
#include <utility>

namespace meterbook {
namespace {

/// Before any line: memory must not grow with the log where one line is slower than the others.
constexpr std::size_t most_that_wait = 32;

/// Before a line that has fallen behind: then it is worth while to move what it works with.
constexpr std::size_t too_many = most_that_wait / 2;

}  // namespace

void Crew::Line::put(Work work, std::function<bool()> is_ready) {
    const std::lock_guard lock(crew_.mutex_);
    pieces_.push_back({std::move(work), std::move(is_ready)});
}

bool Crew::Line::can_go_on() const {
    if (is_busy_ || pieces_.empty()) return false;
    const auto& is_ready = pieces_.front().is_ready;
    return !is_ready || is_ready();
}

void Crew::work(std::function<Work()> begin) {
    begin_ = std::move(begin);
    has_more_ = static_cast<bool>(begin_);
    {
        std::vector<std::jthread> others;
        const unsigned cores = std::thread::hardware_concurrency();
        for (unsigned i = 1; i < cores; ++i) others.emplace_back([this, i] { go_on(i); });
        go_on(0);
    }
    if (broken_) std::rethrow_exception(std::exchange(broken_, nullptr));
}

void Crew::go_on(unsigned thread) {
    std::unique_lock lock(mutex_);
    while (auto turn = take(lock, thread)) {
        lock.unlock();
        std::exception_ptr broken;
        try {
            turn->work();
        } catch (...) {
            broken = std::current_exception();
        }
        turn->work = {};  // with all that it held, while nobody waits
        lock.lock();
        --under_way_;
        if (turn->line != nullptr) turn->line->is_busy_ = false;
        if (broken) stop(broken);
    }
    changed_.notify_all();
}

/// Nothing once everything is done. Who takes something wakes another one where there is more: all
/// that changes is changed by somebody who takes again.
std::optional<Crew::Turn> Crew::take(std::unique_lock<std::mutex>& lock, unsigned thread) {
    while (!is_over()) {
        Turn turn;
        if (Line* const line = next_line(thread)) {
            turn = {std::move(line->pieces_.front().work), line};
            line->pieces_.pop_front();
            line->is_busy_ = true;
            line->home_ = thread;
        } else if (may_begin()) {
            turn.work = begin(lock);
            if (!turn.work) continue;
        } else {
            ++asleep_;
            changed_.wait(lock);
            --asleep_;
            continue;
        }
        ++under_way_;
        if (asleep_ > 0 && (may_begin() || next_line(thread) != nullptr)) changed_.notify_one();
        return turn;
    }
    return std::nullopt;
}

/// Of its own the last, since what lies there is nearest to its end; else the longest, where that
/// has fallen behind or there is nothing else to do.
Crew::Line* Crew::next_line(unsigned thread) const {
    Line* longest = nullptr;
    for (Line* const each : lines_ | std::views::reverse) {
        if (!each->can_go_on()) continue;
        if (each->home_.value_or(thread) == thread) return each;
        if (longest == nullptr || each->pieces_.size() > longest->pieces_.size()) longest = each;
    }
    const bool helps = longest != nullptr && (longest->pieces_.size() >= too_many || !may_begin());
    return helps ? longest : nullptr;
}

bool Crew::may_begin() const {
    return has_more_ && !is_beginning_ && std::ranges::all_of(lines_, [](const Line* each) {
               return each->pieces_.size() < most_that_wait;
           });
}

bool Crew::is_over() const {
    return !has_more_ && under_way_ == 0 && !is_beginning_ &&
           std::ranges::all_of(lines_, [](const Line* each) { return each->pieces_.empty(); });
}

Crew::Work Crew::begin(std::unique_lock<std::mutex>& lock) {
    is_beginning_ = true;
    lock.unlock();
    Work work;
    std::exception_ptr broken;
    try {
        work = begin_();
    } catch (...) {
        broken = std::current_exception();
    }
    lock.lock();
    is_beginning_ = false;
    if (broken) stop(broken);
    has_more_ = has_more_ && work;
    return work;
}

/// Nothing that waits is done any more.
void Crew::stop(std::exception_ptr broken) {
    broken_ = std::move(broken);
    has_more_ = false;
    for (Line* const each : lines_) each->pieces_.clear();
}

}  // namespace meterbook
