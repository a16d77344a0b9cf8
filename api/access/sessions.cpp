#include "api/access/sessions.hpp"

#include <algorithm>

#include "api/access/secrets.hpp"

namespace api {
namespace {

using ledger::SessionEnd;

constexpr std::chrono::minutes between_looks(1);

}  // namespace

SessionStart Sessions::start(const ledger::OperatorId& who) {
    const SessionStart start{fresh_secret(), fresh_secret()};
    std::unique_lock lock(mutex_);
    const Whose expired = take([&](const auto&, const Kept& each) { return is_over(each); });
    const Whose replaced = make_room(who);
    sessions_[digest_of(start.token)] = {{who, start.csrf_token}, now_(), now_()};
    lock.unlock();
    tell(expired, SessionEnd::expired);
    tell(replaced, SessionEnd::replaced);
    return start;
}

std::optional<OpenSession> Sessions::find(const std::string& token) {
    if (!is_open(token)) return std::nullopt;
    const std::lock_guard lock(mutex_);
    const auto found = sessions_.find(digest_of(token));
    if (found == sessions_.end()) return std::nullopt;
    found->second.used = now_();
    return found->second.open;
}

bool Sessions::is_open(const std::string& token) {
    const std::string digest = digest_of(token);
    std::unique_lock lock(mutex_);
    const auto found = sessions_.find(digest);
    if (found == sessions_.end()) return false;
    if (!is_over(found->second)) return true;
    const Whose expired = take([&](const auto& each, const Kept&) { return each == digest; });
    lock.unlock();
    tell(expired, SessionEnd::expired);
    return false;
}

void Sessions::end(const std::string& token, SessionEnd cause) {
    const std::string digest = digest_of(token);
    std::unique_lock lock(mutex_);
    const Whose ended = take([&](const auto& each, const Kept&) { return each == digest; });
    lock.unlock();
    tell(ended, cause);
}

void Sessions::end_all(const ledger::OperatorId& who, const std::string& but_token,
                       SessionEnd cause) {
    const std::string kept = digest_of(but_token);
    std::unique_lock lock(mutex_);
    const Whose ended = take([&](const auto& digest, const Kept& each) {
        return each.open.who == who && digest != kept;
    });
    lock.unlock();
    tell(ended, cause);
}

void Sessions::end_expired() {
    std::unique_lock lock(mutex_);
    if (now_() < next_look_) return;
    next_look_ = now_() + between_looks;
    const Whose expired = take([&](const auto&, const Kept& each) { return is_over(each); });
    lock.unlock();
    tell(expired, SessionEnd::expired);
}

bool Sessions::is_over(const Kept& session) const {
    const auto now = now_();
    return now - session.used >= longest_idle || now - session.started >= longest;
}

/// Takes out those that are wanted.
template <class Wanted>
Sessions::Whose Sessions::take(const Wanted& is_wanted) {
    Whose whose;
    std::erase_if(sessions_, [&](const auto& each) {
        if (!is_wanted(each.first, each.second)) return false;
        ++whose[each.second.open.who];
        return true;
    });
    return whose;
}

Sessions::Whose Sessions::make_room(const ledger::OperatorId& who) {
    const auto of_them = [&](const auto& each) { return each.second.open.who == who; };
    if (std::ranges::count_if(sessions_, of_them) < static_cast<long>(most_of_an_operator))
        return {};
    auto oldest = sessions_.end();
    for (auto each = sessions_.begin(); each != sessions_.end(); ++each) {
        if (!of_them(*each)) continue;
        if (oldest == sessions_.end() || each->second.started < oldest->second.started)
            oldest = each;
    }
    sessions_.erase(oldest);
    return {{who, 1}};
}

void Sessions::tell(const Whose& whose, SessionEnd cause) const {
    for (const auto& [who, count] : whose) ended_(who, cause, count);
}

}  // namespace api
