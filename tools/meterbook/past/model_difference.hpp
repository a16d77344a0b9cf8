#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "ledger/values/bytes.hpp"
#include "tools/meterbook/past/rebuilt_models.hpp"

namespace meterbook {

/// How the rows of one read model differ between two builds of it.
struct ModelDifference {
    std::string name;
    unsigned version;
    std::uint64_t added;
    std::uint64_t removed;
    std::uint64_t changed;

    bool is_nothing() const { return added + removed + changed == 0; }
};

/// Both hold the same read models. The position that a build has reached is no row.
std::vector<ModelDifference> differences(const RebuiltModels& before, const RebuiltModels& after);

}  // namespace meterbook
