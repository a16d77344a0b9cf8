#pragma once
#include <rapidcheck.h>

#include "tests/property/arbitrary.hpp"
#include "tests/property/steps.hpp"

namespace property {

/// Mostly plausible steps; one in ten is any command at all.
rc::Gen<Step> any_step();

/// Operators, roles and keys.
rc::Gen<Step> operator_step();

/// What only moves energy and money: sales, refunds, reversals and readings.
rc::Gen<Step> money_step();

/// A reading that nothing happened to.
rc::Gen<Read> good_read();

rc::Gen<Scene> any_scene();

}  // namespace property

namespace rc {

template <>
struct Arbitrary<property::Scene> {
    static Gen<property::Scene> arbitrary();
};

/// A story shrinks by taking steps out and by making each smaller.
template <>
struct Arbitrary<property::Story> {
    static Gen<property::Story> arbitrary();
};

}  // namespace rc
