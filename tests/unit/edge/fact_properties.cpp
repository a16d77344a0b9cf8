#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "ingest/edge/fact.hpp"
#include "tests/property/arbitrary.hpp"

namespace edge {
namespace {

template <class... Told>
ledger::Command any_of(std::type_identity<std::tuple<Told...>>) {
    using Make = ledger::Command (*)();
    const std::array<Make, sizeof...(Told)> makers{
        [] { return ledger::Command{property::any<Told>()}; }...};
    return makers.at(*rc::gen::inRange<std::size_t>(0, makers.size()))();
}

RC_GTEST_PROP(Fact, ComesBackAsItWasTold, ()) {
    const Fact fact{{*rc::gen::positive<std::int64_t>()},
                    property::any_text(),
                    any_of(std::type_identity<Tellable>{})};
    RC_ASSERT(decode_fact(encode(fact)) == fact);
}

RC_GTEST_PROP(Fact, AnyBytesAreOneOrNone, (const std::string& bytes)) {
    const auto fact = decode_fact(bytes);
    if (fact) RC_ASSERT(decode_fact(encode(*fact)) == fact);
}

TEST(Fact, OfAKindThatOnlyTheBookDecidesIsNone) {
    // seen_at 1, kind 99
    EXPECT_EQ(decode_fact(std::string("\x08\x01\x18\x63", 4)), std::nullopt);
}

}  // namespace
}  // namespace edge
