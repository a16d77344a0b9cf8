#include "ledger/reply.hpp"

#include <utility>

namespace ledger {

void Reply::tell(std::size_t index, Outcome outcome) {
    outcomes_.at(index) = std::move(outcome);
    if (--open_ > 0) return;
    if (auto* one = std::get_if<One>(&promise_)) return one->set_value(std::move(*outcomes_[0]));
    std::vector<Outcome> all;
    all.reserve(outcomes_.size());
    for (auto& each : outcomes_) all.push_back(std::move(*each));
    std::get<Many>(promise_).set_value(std::move(all));
}

void Reply::fail(const std::exception_ptr& why) {
    if (std::exchange(open_, 0) == 0) return;  // an earlier one of the same submission failed
    std::visit([&](auto& promise) { promise.set_exception(why); }, promise_);
}

}  // namespace ledger
