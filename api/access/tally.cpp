#include "api/access/tally.hpp"

#include "ledger/book.hpp"

namespace api {
namespace {

constexpr std::chrono::minutes gathered_for(1);
const ledger::Actor gate{ledger::ActorKind::system, "access", ""};

/// What comes from outside, cut to what an event takes.
std::string shortened(const std::string& text) {
    constexpr std::size_t most = 200;
    std::string plain;
    for (const char c : text.substr(0, most)) plain += c >= ' ' && c < 127 ? c : '?';
    return plain;
}

}  // namespace

void Tally::refused_sign_in(const ledger::OperatorId& who, ledger::SignInFault fault,
                            const std::string& address) {
    count({Of::sign_in, who.text(), static_cast<std::uint8_t>(fault)}, shortened(address));
}

void Tally::refused_request(const ledger::OperatorId& who, ledger::Right right,
                            const std::string& asked) {
    count({Of::request, who.text(), static_cast<std::uint8_t>(right)}, shortened(asked));
}

void Tally::count(const Kind& kind, const std::string& newest) {
    const std::lock_guard lock(mutex_);
    const auto now = now_();
    const auto [found, is_new] = waiting_.try_emplace(kind, Waiting{0, newest, now});
    Waiting& waiting = found->second;
    ++waiting.count;
    waiting.newest = newest;
    if (now < waiting.due) return;
    submit(kind, waiting);
    waiting = {0, "", now + gathered_for};
}

void Tally::tell(bool everything) {
    const std::lock_guard lock(mutex_);
    const auto now = now_();
    for (auto each = waiting_.begin(); each != waiting_.end();) {
        const Waiting& waiting = each->second;
        if (!everything && now < waiting.due) {
            ++each;
            continue;
        }
        if (waiting.count > 0) submit(each->first, waiting);
        each = waiting_.erase(each);
    }
}

/// Nobody waits for it: who is refused is answered as fast as ever.
void Tally::submit(const Kind& kind, const Waiting& waiting) {
    const auto& [of, who, number] = kind;
    const ledger::OperatorId name(who);
    if (of == Of::sign_in) {
        const auto fault = static_cast<ledger::SignInFault>(number);
        book_.submit({ledger::ReportSignInRefused{{name, waiting.newest, fault, waiting.count}},
                      gate, "", "", true});
        return;
    }
    const auto right = static_cast<ledger::Right>(number);
    book_.submit(
        {ledger::ReportRefusal{{name, right, waiting.newest, waiting.count}}, gate, "", "", true});
}

}  // namespace api
