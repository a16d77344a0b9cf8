#include "api/access/lockout.hpp"

#include <algorithm>

namespace api {
namespace {

using std::chrono::seconds;

constexpr unsigned free_attempts = 5;
constexpr seconds longest_wait = std::chrono::minutes(15);
constexpr auto remembered_for = std::chrono::minutes(30);
constexpr std::size_t most_remembered = 20'000;

std::string of_name(const std::string& name) { return "n" + name; }
std::string of_address(const std::string& address) { return "a" + address; }

seconds wait_after(unsigned failures) {
    if (failures < free_attempts) return seconds(0);
    const unsigned doublings = std::min(failures - free_attempts, 10U);
    return std::min(seconds(1U << doublings), longest_wait);
}

}  // namespace

std::optional<seconds> Lockout::wait(const std::string& name, const std::string& address) {
    const std::lock_guard lock(mutex_);
    const auto now = now_();
    seconds longest(0);
    for (const std::string& key : {of_name(name), of_address(address)}) {
        const auto found = failures_.find(key);
        if (found == failures_.end() || found->second.until <= now) continue;
        longest = std::max(longest, std::chrono::ceil<seconds>(found->second.until - now));
    }
    return longest == seconds(0) ? std::nullopt : std::optional(longest);
}

void Lockout::failed(const std::string& name, const std::string& address) {
    const std::lock_guard lock(mutex_);
    forget_old();
    count(of_name(name));
    if (!address.empty()) count(of_address(address));
}

void Lockout::succeeded(const std::string& name, const std::string& address) {
    const std::lock_guard lock(mutex_);
    failures_.erase(of_name(name));
    failures_.erase(of_address(address));
}

void Lockout::count(const std::string& key) {
    Failures& failures = failures_[key];
    failures.newest = now_();
    failures.until = failures.newest + wait_after(++failures.count);
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
