#pragma once
#include <utility>
#include <variant>

#include "ledger/values/ensure.hpp"

namespace ledger {

/// Wraps the refusal in `return refuse(...)`, so that a Result knows which of its two sides is
/// meant.
template <class E>
struct Refused {
    E error;
};

template <class E>
Refused<E> refused(E error) {
    return {std::move(error)};
}

/// A value, or the reason why there is none: the small part of C++23's std::expected that we use.
template <class T, class E>
class [[nodiscard]] Result {
public:
    Result(T value) : outcome_(std::in_place_index<0>, std::move(value)) {}
    Result(Refused<E> refusal) : outcome_(std::in_place_index<1>, std::move(refusal).error) {}

    explicit operator bool() const { return outcome_.index() == 0; }
    bool has_value() const { return outcome_.index() == 0; }

    T& value() {
        T* value = std::get_if<0>(&outcome_);
        ensure(value != nullptr, "a Result is asked before it is opened");
        return *value;
    }
    const T& value() const {
        const T* value = std::get_if<0>(&outcome_);
        ensure(value != nullptr, "a Result is asked before it is opened");
        return *value;
    }
    const E& error() const {
        const E* error = std::get_if<1>(&outcome_);
        ensure(error != nullptr, "only a refused Result has an error");
        return *error;
    }

    T& operator*() { return value(); }
    const T& operator*() const { return value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

private:
    std::variant<T, E> outcome_;
};

}  // namespace ledger
