#include "projections/crew.hpp"

#include <algorithm>
#include <ranges>
#include <system_error>
#include <thread>
#include <utility>

namespace projections {

void Crew::Line::put(Work work, std::function<bool()> is_ready) {
    const std::lock_guard lock(crew_.mutex_);
    if (crew_.broken_) return;
    pieces_.push_back({std::move(work), std::move(is_ready)});
}

bool Crew::Line::can_go_on() const {
    if (is_busy_ || pieces_.empty()) return false;
    const auto& is_ready = pieces_.front().is_ready;
    return !is_ready || is_ready();
}

Crew::~Crew() {
    {
        const std::lock_guard lock(mutex_);
        is_dismissed_ = true;
    }
    called_.notify_all();
}

void Crew::work(std::function<Work()> begin) {
    std::unique_lock lock(mutex_);
    start_missing_threads();
    begin_ = std::move(begin);
    has_more_ = static_cast<bool>(begin_);
    is_at_work_ = true;
    called_.notify_all();
    go_on(lock, 0);
    is_at_work_ = false;
    begin_ = {};
    if (broken_) std::rethrow_exception(std::exchange(broken_, nullptr));
}

/// Where the system gives no more of them, those that there are do it.
void Crew::start_missing_threads() {
    try {
        for (auto i = static_cast<unsigned>(others_.size()) + 1; i < threads_; ++i)
            others_.emplace_back([this, i] { attend(i); });
    } catch (const std::system_error&) {
        return;  // the next shift asks again
    }
}

void Crew::attend(unsigned thread) {
    std::unique_lock lock(mutex_);
    while (!is_dismissed_) {
        if (is_at_work_) go_on(lock, thread);
        called_.wait(lock, [this] { return is_dismissed_ || !is_over(); });
    }
}

void Crew::go_on(std::unique_lock<std::mutex>& lock, unsigned thread) {
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
    const bool helps =
        longest != nullptr && (longest->pieces_.size() >= most_that_wait_ / 2 || !may_begin());
    return helps ? longest : nullptr;
}

bool Crew::may_begin() const {
    return has_more_ && !is_beginning_ && std::ranges::all_of(lines_, [this](const Line* each) {
               return each->pieces_.size() < most_that_wait_;
           });
}

bool Crew::is_over() const {
    if (!is_at_work_) return true;  // the lines may be gone
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
    return broken_ ? Work{} : work;
}

/// Nothing that waits is done any more, nor what is put in from now on. What broke first is told.
void Crew::stop(std::exception_ptr broken) {
    if (!broken_) broken_ = std::move(broken);
    has_more_ = false;
    for (Line* const each : lines_) each->pieces_.clear();
}

}  // namespace projections
