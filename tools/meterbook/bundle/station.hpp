#pragma once
#include <exception>
#include <functional>
#include <utility>

#include "projections/crew.hpp"
#include "tools/meterbook/bundle/findings.hpp"

namespace meterbook {

using projections::Crew;

/// A check that is handed every block in order, and stops looking at the first that is wrong. It is
/// on one thread of the crew at a time.
template <class Block>
class Station {
public:
    /// Whether nothing is wrong with the block.
    using Take = std::function<bool(const Block&)>;

    Station(Crew& crew, Findings& findings, Take take)
        : take_(std::move(take)), findings_(findings), line_(crew) {}

    /// It is looked at once it `is_ready`.
    void put(Block block, std::function<bool()> is_ready = {}) {
        line_.put([this, block = std::move(block)] { is_well_ = is_well_ && look(block); },
                  std::move(is_ready));
    }

private:
    bool look(const Block& block) {
        try {
            return take_(block);
        } catch (const std::exception& broken) {
            findings_.add({0, bundle_is_whole, broken.what()});
            return false;
        }
    }

    Take take_;
    Findings& findings_;
    Crew::Line line_;
    bool is_well_ = true;
};

}  // namespace meterbook
