#include "ledger/events/bounds.hpp"

#include <string_view>

#include "ledger/events/wire.hpp"
#include "ledger/values/instant.hpp"
#include "ledger/values/limits.hpp"

namespace ledger {
namespace {

constexpr std::int64_t last_day = latest_instant.micros / 86'400'000'000;

template <class Unit>
bool is_possible(Quantity<Unit> quantity) {
    return quantity.count() <= most_of_a_quantity && quantity.count() >= -most_of_a_quantity;
}
bool is_possible(Instant at) { return at.micros >= 0 && at <= latest_instant; }
bool is_possible(const Registers& registers) { return registers.rates.size() <= most_rates; }
bool is_possible(Day day) { return day.number >= 0 && day.number <= last_day; }

/// Looks for the first one, and remembers on the way back where it stood.
class Search {
public:
    template <class T>
    bool finds(const T& value) {
        if constexpr (requires { is_possible(value); }) {
            return !is_possible(value);
        } else if constexpr (wire::IsOptional<T>::value) {
            return value && finds(*value);
        } else if constexpr (wire::IsVector<T>::value) {
            return finds_in_list(value);
        } else if constexpr (Described<T>) {
            return finds_in_record(value);
        } else {
            return false;
        }
    }

    const std::string& path() const { return path_; }

private:
    template <class T>
    bool finds_in_list(const std::vector<T>& list) {
        for (const auto& each : list) {
            if (finds(each)) return true;
        }
        return false;
    }

    template <class Record>
    bool finds_in_record(const Record& record) {
        bool found = false;
        for_each_field(record, [&](const auto& each, const auto& value) {
            if (found || !finds(value)) return;
            found = true;
            path_ = std::string(each.name) + (path_.empty() ? "" : ".") + path_;
        });
        return found;
    }

    std::string path_;
};

}  // namespace

std::optional<std::string> field_out_of_bounds(const Event& event) {
    Search search;
    const bool found =
        search.finds(event.envelope) ||
        std::visit([&](const auto& fact) { return search.finds(fact); }, event.payload);
    return found ? std::optional(search.path()) : std::nullopt;
}

}  // namespace ledger
