#include "api/access/sessions.hpp"

#include <algorithm>

#include "api/access/secrets.hpp"

namespace api {

SessionStart Sessions::start(const ledger::OperatorId& who) {
    const SessionStart start{fresh_secret(), fresh_secret()};
    const std::lock_guard lock(mutex_);
    std::erase_if(sessions_, [&](const auto& each) { return is_over(each.second); });
    make_room(who);
    sessions_[digest_of(start.token)] = {{who, start.csrf_token}, now_(), now_()};
    return start;
}

std::optional<OpenSession> Sessions::find(const std::string& token) {
    const std::lock_guard lock(mutex_);
    const auto found = sessions_.find(digest_of(token));
    if (found == sessions_.end()) return std::nullopt;
    if (is_over(found->second)) {
        sessions_.erase(found);
        return std::nullopt;
    }
    found->second.used = now_();
    return found->second.open;
}

void Sessions::end(const std::string& token) {
    const std::lock_guard lock(mutex_);
    sessions_.erase(digest_of(token));
}

void Sessions::end_all(const ledger::OperatorId& who, const std::string& but_token) {
    const std::string kept = digest_of(but_token);
    const std::lock_guard lock(mutex_);
    std::erase_if(sessions_, [&](const auto& each) {
        return each.second.open.who == who && each.first != kept;
    });
}

bool Sessions::is_over(const Kept& session) const {
    const auto now = now_();
    return now - session.used >= longest_idle || now - session.started >= longest;
}

void Sessions::make_room(const ledger::OperatorId& who) {
    const auto of_them = [&](const auto& each) { return each.second.open.who == who; };
    if (std::ranges::count_if(sessions_, of_them) < static_cast<long>(most_of_an_operator)) return;
    auto oldest = sessions_.end();
    for (auto each = sessions_.begin(); each != sessions_.end(); ++each) {
        if (!of_them(*each)) continue;
        if (oldest == sessions_.end() || each->second.started < oldest->second.started)
            oldest = each;
    }
    sessions_.erase(oldest);
}

}  // namespace api
