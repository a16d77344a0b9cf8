#include "ledger/person.hpp"

#include <fmt/core.h>

#include "ledger/keys/key_ring.hpp"
#include "ledger/rules/checks.hpp"

namespace ledger {
namespace {

std::string context_of(const CustomerId& customer, std::string_view field) {
    return fmt::format("meterbook customer {} {}", customer.text(), field);
}

ShownPerson unreadable(std::string sentence) {
    return {PersonState::unreadable, "", "", std::move(sentence)};
}

ShownPerson opened(const CustomerRegistered& fact, const SealKey& key) {
    const auto name = unseal(key, context_of(fact.customer, "name"), fact.sealed_name);
    const auto phone = unseal(key, context_of(fact.customer, "phone"), fact.sealed_phone);
    if (name && phone) return {PersonState::known, *name, *phone, ""};
    return unreadable(
        fmt::format("the key of customer '{}' does not open what is sealed in the book: bring "
                    "keys/{}.key back from a backup, or register the name again",
                    fact.customer.text(), fact.customer.text()));
}

}  // namespace

std::optional<Refusal> check_person(const Person& person) {
    return first_of({check_id("customer", person.customer), check_text("name", person.name),
                     check_text_or_empty("phone", person.phone)});
}

RegisterCustomer sealed_person(const Person& person, const SealKey& key) {
    return {{person.customer, seal(key, context_of(person.customer, "name"), person.name),
             seal(key, context_of(person.customer, "phone"), person.phone)}};
}

ShownPerson shown_person(const Customer& customer, const KeyRing& keys) {
    if (!customer.forgotten.is_none())
        return {PersonState::forgotten, "", "",
                fmt::format("forgotten by event {}", customer.forgotten.number)};
    const CustomerId& id = customer.registered.customer;
    try {
        const auto key = keys.find(id);
        if (key) return opened(customer.registered, *key);
    } catch (const KeyUnusable& unusable) {
        return unreadable(unusable.what());
    }
    return unreadable(
        fmt::format("the key of customer '{}' is missing: bring keys/{}.key back "
                    "from a backup, or register the name again",
                    id.text(), id.text()));
}

}  // namespace ledger
