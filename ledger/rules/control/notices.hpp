#pragma once
#include <optional>
#include <vector>

#include "ledger/rules/state.hpp"

namespace ledger {

/// What a notice says besides whom and which meter it is about.
struct NoticeFacts {
    Money balance;
    std::optional<Money> line{};
    std::optional<std::int64_t> power_w{};
};

/// The text of the book by which customers are told of this now: the newest, unless it gave the
/// word back to the built-in one; none: the built-in one.
Position text_for(const State& state, NoticeKind kind, NoticeLanguage language);

/// Whether a notice can have been told by this text, then or before.
bool is_text_of(const State& state, Position text, const NoticeQueued& notice);

/// The notice that goes with an alarm, if one does.
std::optional<NoticeKind> notice_of(AlarmKind alarm);

/// Over how many channels the site tells customers of this.
std::uint32_t channels_for(const State& state, NoticeKind kind);

/// The notices to whoever pays for this meter, one a channel; none where the site does not tell of
/// it, or nobody pays.
std::vector<NoticeQueued> notices_about(const State& state, const Meter& meter, NoticeKind kind,
                                        const NoticeFacts& facts, Instant now);

}  // namespace ledger
