#pragma once
#include <exception>
#include <future>
#include <optional>
#include <variant>
#include <vector>

#include "ledger/book.hpp"

namespace ledger {

/// Where the outcomes of one submission are collected until its caller can have them all. Told by
/// one thread.
class Reply {
public:
    using One = std::promise<Outcome>;
    using Many = std::promise<std::vector<Outcome>>;

    explicit Reply(One one) : promise_(std::move(one)), outcomes_(1), open_(1) {}
    Reply(Many many, std::size_t count)
        : promise_(std::move(many)), outcomes_(count), open_(count) {}

    void tell(std::size_t index, Outcome outcome);
    void fail(const std::exception_ptr& why);

private:
    std::variant<One, Many> promise_;
    std::vector<std::optional<Outcome>> outcomes_;
    std::size_t open_;
};

}  // namespace ledger
