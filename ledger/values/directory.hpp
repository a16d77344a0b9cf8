#pragma once
#include <cstddef>
#include <map>
#include <stdexcept>
#include <utility>

#include "ledger/values/finder.hpp"

namespace ledger {

/// Things by name: listed in the order of their names like a std::map, and found by hash, since a
/// reading looks up half a dozen names. Not thread-safe.
template <class Id, class T>
class Directory {  // NOLINT(cppcoreguidelines-special-member-functions): its = copies and moves
    using Things = std::map<Id, T>;

public:
    using key_type = typename Things::key_type;
    using mapped_type = typename Things::mapped_type;
    using value_type = typename Things::value_type;
    using iterator = typename Things::iterator;
    using const_iterator = typename Things::const_iterator;

    Directory() = default;
    ~Directory() = default;
    Directory(const Directory& other) : things_(other.things_) { find_all(); }
    Directory(Directory&& other) noexcept { swap(other); }
    Directory& operator=(Directory other) noexcept {
        swap(other);
        return *this;
    }

    iterator begin() { return things_.begin(); }
    iterator end() { return things_.end(); }
    const_iterator begin() const { return things_.begin(); }
    const_iterator end() const { return things_.end(); }
    const_iterator upper_bound(const Id& id) const { return things_.upper_bound(id); }
    std::size_t size() const { return things_.size(); }
    bool empty() const { return things_.empty(); }

    iterator find(const Id& id) {
        const iterator* found = found_.find(id);
        return found == nullptr ? things_.end() : *found;
    }
    const_iterator find(const Id& id) const {
        const iterator* found = found_.find(id);
        return found == nullptr ? things_.end() : const_iterator(*found);
    }
    bool contains(const Id& id) const { return found_.find(id) != nullptr; }
    const T& at(const Id& id) const {
        const iterator* found = found_.find(id);
        if (found == nullptr) throw std::out_of_range("nothing has this name");
        return (*found)->second;
    }

    T& operator[](const Id& id) {
        const iterator* found = found_.find(id);
        if (found != nullptr) return (*found)->second;
        return emplace_hint(things_.lower_bound(id), id, T{})->second;
    }
    iterator emplace_hint(const_iterator hint, Id id, T thing) {
        const std::size_t before = things_.size();
        const auto added = things_.emplace_hint(hint, std::move(id), std::move(thing));
        if (things_.size() > before) found_.add(added);
        return added;
    }
    std::size_t erase(const Id& id) {
        const iterator* found = found_.find(id);
        if (found == nullptr) return 0;
        const iterator thing = *found;
        found_.remove(id);
        things_.erase(thing);
        return 1;
    }

    friend bool operator==(const Directory& a, const Directory& b) {
        return a.things_ == b.things_;
    }

private:
    void swap(Directory& other) noexcept {
        things_.swap(other.things_);
        found_.swap(other.found_);
    }
    void find_all() {
        for (auto each = things_.begin(); each != things_.end(); ++each) found_.add(each);
    }

    Things things_;
    Finder<iterator> found_;  ///< points into `things_`
};

}  // namespace ledger
