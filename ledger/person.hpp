#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/rules/commands.hpp"
#include "ledger/rules/refusal.hpp"
#include "ledger/rules/state.hpp"

namespace ledger {

class KeyRing;

/// A customer's name and phone in the clear. Lives in memory alone, on its way in or out.
struct Person {
    CustomerId customer;
    std::string name;   ///< 1 to 200 bytes of text
    std::string phone;  ///< as it is dialled, or empty

    static constexpr void fields(auto&& visit) {
        using T = Person;
        visit(field<1>("customer", &T::customer), field<2>("name", &T::name),
              field<3>("phone", &T::phone));
    }
};

/// What the book can still say of a person.
enum class PersonState : std::uint8_t {
    known,
    forgotten,
    unreadable  ///< the key is missing or damaged
};
template <>
struct EnumNames<PersonState> {
    static constexpr std::array<std::string_view, 3> names{"known", "forgotten", "unreadable"};
};

struct ShownPerson {
    PersonState state;
    std::string name;
    std::string phone;
    std::string sentence;  ///< where it is not known: why, and the way out
};

/// Text that can be a name and a phone.
std::optional<Refusal> check_person(const Person& person);

RegisterCustomer sealed_person(const Person& person, const std::array<std::uint8_t, 32>& key);

ShownPerson shown_person(const Customer& customer, const KeyRing& keys);

}  // namespace ledger
