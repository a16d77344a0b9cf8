#include "api/access/lockout.hpp"

#include <algorithm>

#include "api/http/network.hpp"
#include "ledger/values/id.hpp"

namespace api {
namespace {

using std::chrono::seconds;

constexpr unsigned free_of_a_name = 5;
constexpr unsigned free_of_a_network = 50;
constexpr seconds longest_wait = std::chrono::minutes(15);
constexpr auto remembered_for = std::chrono::minutes(30);
constexpr std::size_t most_remembered = 20'000;

seconds wait_after(unsigned failures, unsigned free_attempts) {
    if (failures < free_attempts) return seconds(0);
    const unsigned doublings = std::min(failures - free_attempts, 10U);
    return std::min(seconds(1U << doublings), longest_wait);
}

}  // namespace

/// What is no name at all is one name to all who give it. A network without a name is not counted.
std::array<Lockout::Suspect, 2> Lockout::suspects_of(const std::string& name,
                                                     const std::string& address) {
    const bool is_name = ledger::OperatorId::is_well_formed(name);
    const std::string network = network_of(address);
    return {{{"n" + (is_name ? name : ""), free_of_a_name},
             {network.empty() ? "" : "a" + network, free_of_a_network}}};
}

std::optional<seconds> Lockout::begin(const std::string& name, const std::string& address) {
    const std::lock_guard lock(mutex_);
    const auto now = now_();
    const auto suspects = suspects_of(name, address);
    seconds longest(0);
    for (const Suspect& each : suspects) {
        const auto found = failures_.find(each.key);
        if (found == failures_.end() || found->second.until <= now) continue;
        longest = std::max(longest, std::chrono::ceil<seconds>(found->second.until - now));
    }
    if (longest > seconds(0)) return longest;
    forget_old();
    for (const Suspect& each : suspects) count(each);
    return std::nullopt;
}

void Lockout::succeeded(const std::string& name, const std::string& address) {
    const std::lock_guard lock(mutex_);
    const auto [person, network] = suspects_of(name, address);
    failures_.erase(person.key);
    take_off(network.key, 2);  // this one, and one that was mistyped before
}

void Lockout::take_back(const std::string& name, const std::string& address) {
    const std::lock_guard lock(mutex_);
    for (const Suspect& each : suspects_of(name, address)) take_off(each.key, 1);
}

void Lockout::count(const Suspect& suspect) {
    if (suspect.key.empty()) return;
    Failures& failures = failures_[suspect.key];
    failures.newest = now_();
    failures.until = failures.newest + wait_after(++failures.count, suspect.free_attempts);
}

void Lockout::take_off(const std::string& key, unsigned attempts) {
    const auto found = failures_.find(key);
    if (found == failures_.end()) return;
    found->second.count -= std::min(attempts, found->second.count);
    found->second.until = {};
    if (found->second.count == 0) failures_.erase(found);
}

/// Who was quiet for long begins anew. Whoever guesses names must not fill the memory.
void Lockout::forget_old() {
    const auto now = now_();
    std::erase_if(failures_,
                  [&](const auto& each) { return now - each.second.newest >= remembered_for; });
    while (failures_.size() >= most_remembered)
        failures_.erase(std::ranges::min_element(
            failures_, {}, [](const auto& each) { return each.second.newest; }));
}

}  // namespace api
