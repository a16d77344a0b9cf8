#include "ledger/reply.hpp"

#include <utility>

namespace ledger {
namespace {

void keep(Reply::One& one, std::vector<std::optional<Outcome>>& outcomes) {
    one.set_value(std::move(*outcomes.front()));
}

void keep(Reply::Many& many, std::vector<std::optional<Outcome>>& outcomes) {
    std::vector<Outcome> all;
    all.reserve(outcomes.size());
    for (auto& each : outcomes) all.push_back(std::move(*each));
    many.set_value(std::move(all));
}

void keep(Reply::Then& then, std::vector<std::optional<Outcome>>& outcomes) {
    Reply::One one;
    keep(one, outcomes);
    then(one.get_future());
}

template <class Promise>
void break_off(Promise& promise, const std::exception_ptr& why) {
    promise.set_exception(why);
}

void break_off(Reply::Then& then, const std::exception_ptr& why) {
    Reply::One one;
    one.set_exception(why);
    then(one.get_future());
}

}  // namespace

void Reply::tell(std::size_t index, Outcome outcome) {
    outcomes_.at(index) = std::move(outcome);
    if (--open_ > 0) return;
    std::visit([&](auto& caller) { keep(caller, outcomes_); }, caller_);
}

void Reply::fail(const std::exception_ptr& why) {
    if (std::exchange(open_, 0) == 0) return;  // an earlier one of the same submission failed
    std::visit([&](auto& caller) { break_off(caller, why); }, caller_);
}

}  // namespace ledger
