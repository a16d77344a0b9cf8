#include "api/access/lockout.hpp"

#include <algorithm>
#include <climits>

#include "api/http/network.hpp"
#include "ledger/values/id.hpp"

namespace api {
namespace {

using std::chrono::seconds;

constexpr unsigned free_of_a_name = 5;          // from one network
constexpr unsigned free_of_a_name_of_many = 1;  // the same, where many networks guess at it
constexpr unsigned guesses_of_many = 50;
constexpr unsigned free_of_a_network = 50;
constexpr seconds longest_wait = std::chrono::minutes(15);
constexpr auto remembered_for = std::chrono::minutes(30);
constexpr std::size_t most_remembered = 20'000;

seconds wait_after(unsigned failures, unsigned free_attempts) {
    if (failures < free_attempts) return seconds(0);
    const unsigned doublings = std::min(failures - free_attempts, 10U);
    return std::min(seconds(1U << doublings), longest_wait);
}

/// What is no name at all is one name to all who give it.
std::string one_of_names(const std::string& given) {
    return ledger::OperatorId::is_well_formed(given) ? given : "";
}

/// All that is guessed at a name, from wherever: holds back nobody by itself.
std::string everywhere(const std::string& name) { return "e" + one_of_names(name); }

}  // namespace

/// A network without a name is not counted, but what is guessed at a name from there is.
std::array<Lockout::Suspect, 2> Lockout::suspects_of(const std::string& name,
                                                     const std::string& address) {
    const std::string network = network_of(address);
    return {{{"n" + one_of_names(name) + "@" + network, free_of_a_name},
             {network.empty() ? "" : "a" + network, free_of_a_network}}};
}

std::optional<seconds> Lockout::begin(const std::string& name, const std::string& address) {
    const std::lock_guard lock(mutex_);
    const auto now = now_();
    auto suspects = suspects_of(name, address);
    const auto all = failures_.find(everywhere(name));
    if (all != failures_.end() && all->second.count >= guesses_of_many)
        suspects.front().free_attempts = free_of_a_name_of_many;
    seconds longest(0);
    for (const Suspect& each : suspects) {
        const auto found = failures_.find(each.key);
        if (found == failures_.end() || found->second.until <= now) continue;
        longest = std::max(longest, std::chrono::ceil<seconds>(found->second.until - now));
    }
    if (longest > seconds(0)) return longest;
    forget_old();
    for (const Suspect& each : suspects) count(each);
    count({everywhere(name), UINT_MAX});
    return std::nullopt;
}

void Lockout::succeeded(const std::string& name, const std::string& address) {
    const std::lock_guard lock(mutex_);
    const auto [person, network] = suspects_of(name, address);
    failures_.erase(person.key);
    take_off(network.key, 2);  // this one, and one that was mistyped before
    take_off(everywhere(name), 1);
}

void Lockout::take_back(const std::string& name, const std::string& address) {
    const std::lock_guard lock(mutex_);
    for (const Suspect& each : suspects_of(name, address)) take_off(each.key, 1);
    take_off(everywhere(name), 1);
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
