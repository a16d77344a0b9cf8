// Prints what JSON holds of the book's records, for api/openapi/compose.py: each one's fields as
// `write_value` writes them and `read_value` reads them, the words of closed lists, the rules.

#include <iostream>
#include <map>
#include <set>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

#include "ledger/events/event.hpp"
#include "ledger/person.hpp"
#include "ledger/rules/commands.hpp"
#include "ledger/rules/refusal.hpp"
#include "ledger/rules/state.hpp"
#include "projections/balances.hpp"
#include "projections/batches.hpp"
#include "projections/commands.hpp"
#include "projections/corrections.hpp"
#include "projections/late.hpp"
#include "projections/meter_states.hpp"
#include "projections/notices.hpp"
#include "projections/office/system_log.hpp"
#include "projections/sales.hpp"
#include "projections/shifts.hpp"

namespace {

using Json = nlohmann::ordered_json;

/// "Registers" of ledger::Registers; of a template its own name alone.
template <class T>
std::string name_of() {
    const std::string text = __PRETTY_FUNCTION__;
    const std::size_t from = text.find("T = ") + 4;
    const std::string name = text.substr(from, text.find_first_of(";<]", from) - from);
    return name.substr(name.rfind(':') + 1);
}

template <class T>
struct Wrapped {
    using Type = void;
};
template <template <class...> class Outer, class T, class... Rest>
struct Wrapped<Outer<T, Rest...>> {
    using Type = T;
};
template <class T>
using Inner = typename Wrapped<T>::Type;

template <class T>
constexpr bool is_maybe = std::is_same_v<T, std::optional<Inner<T>>>;
template <class T>
constexpr bool is_list = std::is_same_v<T, std::vector<Inner<T>>>;

class Description {
public:
    template <ledger::Described T>
    void add_record() {
        const std::string name = name_of<T>();
        if (records_.contains(name)) return;
        Json& fields = records_[name] = Json::array();
        T record{};
        Json list = Json::array();
        ledger::for_each_field(record, [&](const auto& field, const auto& member) {
            list.push_back(field_of<std::remove_cvref_t<decltype(member)>>(field.name));
        });
        fields = std::move(list);
    }

    template <class T>
    void add_words() {
        Json words = Json::array();
        for (const std::string_view each : ledger::EnumNames<T>::names) words.push_back(each);
        words_[name_of<T>()] = std::move(words);
    }

    template <class... T>
    void add_facts(const std::variant<T...>*) {
        (add_record<T>(), ...);
        events_ = Json::array({std::string(T::event_name)...});
    }

    template <class... T>
    void add_commands(const std::variant<T...>*) {
        (add_command<T>(), ...);
    }

    Json json() const {
        Json rules = Json::array();
        for (const std::string_view each : ledger::EnumNames<ledger::Rule>::names)
            rules.push_back(each);
        return {{"records", records_},
                {"words", words_},
                {"names", names_},
                {"events", events_},
                {"rules", rules}};
    }

private:
    /// A declaration is asked for as the record that it declares.
    template <class T>
    void add_command() {
        if constexpr (requires { typename Wrapped<T>::Type::event_name; }) {
            return;
        } else if constexpr (std::is_void_v<Inner<T>>) {
            add_record<T>();
        } else {
            add_record<Inner<T>>();
        }
    }

    template <class T>
    Json field_of(std::string_view name) {
        const bool is_bytes = std::is_same_v<T, ledger::EventId> || name == "fingerprint" ||
                              name.starts_with("sealed_");
        Json field{{"name", name}, {"maybe", is_maybe<T>}};
        if constexpr (is_maybe<T>) {
            field["type"] = type_of<Inner<T>>();
        } else {
            field["type"] = is_bytes ? Json{{"is", "Hex"}} : type_of<T>();
        }
        return field;
    }

    template <class T>
    Json type_of() {
        if constexpr (std::is_same_v<T, std::string>) {
            return {{"is", "text"}};
        } else if constexpr (std::is_same_v<T, bool>) {
            return {{"is", "flag"}};
        } else if constexpr (std::is_integral_v<T>) {
            // cppcheck-suppress sizeofVoid ; void is no integer
            return {{"is", "whole"}, {"signed", std::is_signed_v<T>}, {"bits", sizeof(T) * 8}};
        } else if constexpr (std::is_enum_v<T>) {
            add_words<T>();
            return {{"is", name_of<T>()}};
        } else if constexpr (is_list<T>) {
            return {{"is", "list"}, {"of", type_of<Inner<T>>()}};
        } else if constexpr (ledger::Described<T>) {
            add_record<T>();
            return {{"is", name_of<T>()}};
        } else {
            return plain_type<T>();
        }
    }

    template <class T>
    Json plain_type() {
        if constexpr (std::is_same_v<T, ledger::Money>) {
            return {{"is", "Money"}};
        } else if constexpr (std::is_same_v<T, ledger::Energy>) {
            return {{"is", "Energy"}};
        } else if constexpr (std::is_same_v<T, ledger::Price>) {
            return {{"is", "Price"}};
        } else if constexpr (std::is_same_v<T, ledger::Instant>) {
            return {{"is", "Moment"}};
        } else if constexpr (requires { T::longest; }) {
            return named<T>();
        } else {
            return {{"is", name_of<T>()}};  // Position, Day, MonthDay
        }
    }

    /// MeterId of Id<MeterKind>.
    template <class T>
    Json named() {
        std::string name = name_of<Inner<T>>();
        name.replace(name.rfind("Kind"), 4, "Id");
        names_[name] = T::is_well_formed(".");
        return {{"is", name}};
    }

    std::map<std::string, Json> records_;
    std::map<std::string, Json> words_;
    std::map<std::string, bool> names_;  ///< and whether a dot may stand in it
    Json events_;
};

}  // namespace

int main() {
    Description description;
    description.add_facts(static_cast<const ledger::AnyFact*>(nullptr));
    description.add_commands(static_cast<const ledger::AnyCommand*>(nullptr));
    description.add_record<ledger::Envelope>();
    description.add_record<ledger::AssignedTariff>();
    description.add_record<ledger::LastReading>();
    description.add_record<ledger::DoubtfulReading>();
    description.add_record<ledger::Due>();
    description.add_record<ledger::Proposal>();
    description.add_record<ledger::ProposedTransaction>();
    description.add_record<ledger::FeePlan>();
    description.add_record<ledger::FeeDuty>();
    description.add_record<ledger::ClosedPeriod>();
    description.add_record<ledger::Person>();
    description.add_record<projections::TransactionRow>();
    description.add_record<projections::CommandRow>();
    description.add_record<projections::BatchRow>();
    description.add_record<projections::BatchSummary>();
    description.add_record<projections::NoticeRow>();
    description.add_record<projections::ShiftRow>();
    description.add_record<projections::CorrectionRow>();
    description.add_record<projections::LateRow>();
    description.add_record<projections::StatementEntry>();
    description.add_words<ledger::PersonState>();
    description.add_words<projections::MeterState>();
    description.add_words<projections::DeedKind>();
    std::cout << description.json().dump(1) << '\n';
    return 0;
}
