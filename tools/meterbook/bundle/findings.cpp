#include "tools/meterbook/bundle/findings.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <tuple>
#include <utility>

#include "ledger/rules/laws.hpp"

namespace meterbook {
namespace {

bool is_about_the_tree(const Finding& finding) {
    constexpr std::array checks{
        bundle_is_whole,        entries_give_their_leaves, frames_give_the_root_and_chain,
        checkpoints_are_signed, keys_follow_each_other,    known_checkpoint_holds};
    return std::ranges::find(checks, finding.check) != checks.end();
}

bool stands_before(const Finding& one, const Finding& other) {
    const auto place = [](const Finding& each) {
        return std::tuple(each.position - 1, !is_about_the_tree(each), std::string_view(each.check),
                          std::string_view(each.detail));
    };
    return place(one) < place(other);
}

}  // namespace

void Findings::add(Finding finding) {
    const std::lock_guard lock(mutex_);
    const auto said = std::ranges::find_if(all_, [&](const Finding& each) {
        return each.position == finding.position && each.check == finding.check;
    });
    if (said != all_.end()) {
        if (stands_before(finding, *said)) *said = std::move(finding);
        return;
    }
    const auto place = std::ranges::upper_bound(all_, finding, stands_before);
    all_.insert(place, std::move(finding));
}

Finding finding_at(std::uint64_t position, const ledger::Breach& breach) {
    return {position, std::string(to_text(breach.law)), breach.detail};
}

Finding impossible_at(std::uint64_t position, const ledger::Impossible& impossible) {
    return {position, std::string(to_text(ledger::Law::values_are_possible)),
            std::string("it does not hold that ") + impossible.what()};
}

}  // namespace meterbook
