#pragma once
#include <exception>
#include <functional>
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
    using Then = std::function<void(std::future<Outcome>)>;

    explicit Reply(One one) : caller_(std::move(one)), outcomes_(1), open_(1) {}
    explicit Reply(Then then) : caller_(std::move(then)), outcomes_(1), open_(1) {}
    Reply(Many many, std::size_t count)
        : caller_(std::move(many)), outcomes_(count), open_(count) {}

    void tell(std::size_t index, Outcome outcome);
    void fail(const std::exception_ptr& why);

private:
    std::variant<One, Many, Then> caller_;
    std::vector<std::optional<Outcome>> outcomes_;
    std::size_t open_;
};

}  // namespace ledger
