#include "tests/property/arbitrary.hpp"

#include <array>
#include <variant>

namespace property {
namespace {

/// One of the variant's kinds, each as often as any other.
template <class Some, class... Kinds>
Some any_of(const std::variant<Kinds...>& /*kinds*/) {
    using Make = Some (*)();
    constexpr std::array<Make, sizeof...(Kinds)> make{[] { return Some(any<Kinds>()); }...};
    return make[*rc::gen::inRange<std::size_t>(0, make.size())]();
}

}  // namespace

std::string any_text() {
    const auto letter = rc::gen::elementOf(
        std::vector<std::string>{"a", "Z", "0", "-", " ", "_", ".", "电", "费", "é", "🙂", "\n"});
    std::string text;
    for (const auto& each :
         *rc::gen::resize(12, rc::gen::container<std::vector<std::string>>(letter)))
        text += each;
    return text;
}

std::string any_bytes() {
    return *rc::gen::resize(20, rc::gen::container<std::string>(rc::gen::arbitrary<char>()));
}

ledger::Command Any<ledger::Command>::one() {
    return any_of<ledger::Command>(ledger::AnyCommand{});
}

ledger::Event Any<ledger::Event>::one() {
    ledger::Event event{any<ledger::Envelope>(), any_of<ledger::Payload>(ledger::AnyFact{})};
    event.envelope.fingerprint = any_bytes();
    if (auto* fact = std::get_if<ledger::CustomerRegistered>(&event.payload))
        fact->sealed_name = any_bytes();
    return event;
}

}  // namespace property

namespace rc {

Gen<ledger::Event> Arbitrary<ledger::Event>::arbitrary() {
    return gen::exec([] { return property::any<ledger::Event>(); });
}

Gen<ledger::Command> Arbitrary<ledger::Command>::arbitrary() {
    return gen::exec([] { return property::any<ledger::Command>(); });
}

}  // namespace rc
