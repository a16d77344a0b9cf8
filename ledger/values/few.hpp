#pragma once
#include <array>
#include <cstddef>
#include <initializer_list>
#include <new>
#include <type_traits>
#include <vector>

namespace ledger {

/// A list that is nearly always short: up to `usual` plain values lie in it, and only a longer one
/// takes memory of its own. At every reading half a dozen such lists are made.
template <class T, std::size_t usual>
class Few {
    static_assert(std::is_trivially_copyable_v<T>);

public:
    using value_type = T;

    Few() = default;
    Few(std::initializer_list<T> values) {
        for (const T& each : values) push_back(each);
    }

    void push_back(const T& value) {
        if (size_ < usual) {
            new (few() + size_) T(value);
        } else {
            if (size_ == usual) many_.assign(begin(), end());
            many_.push_back(value);
        }
        ++size_;
    }

    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    T* data() { return size_ > usual ? many_.data() : few(); }
    const T* data() const { return size_ > usual ? many_.data() : few(); }
    T* begin() { return data(); }
    T* end() { return data() + size_; }
    const T* begin() const { return data(); }
    const T* end() const { return data() + size_; }
    T& operator[](std::size_t index) { return data()[index]; }
    const T& operator[](std::size_t index) const { return data()[index]; }
    const T& front() const { return data()[0]; }
    const T& back() const { return data()[size_ - 1]; }
    T& back() { return data()[size_ - 1]; }

private:
    T* few() { return reinterpret_cast<T*>(few_.data()); }
    const T* few() const { return reinterpret_cast<const T*>(few_.data()); }

    /// As far as it is filled: to clear all of it first costs more than what is done with it.
    alignas(T) std::array<std::byte, usual * sizeof(T)> few_;
    std::size_t size_ = 0;
    std::vector<T> many_;  ///< all of them, where they are more
};

}  // namespace ledger
