#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ingest/edge/messages.hpp"
#include "ledger/rules/state.hpp"

namespace edge {

/// A profile's file as it stands.
struct ProfileText {
    ledger::ProfileId profile;
    std::string json;
};

/// A gateway's part of the register (register_part.hpp) by things: "site", "line/…", "meter/…" with
/// its commands, "tariff/…", "calendar/…", "profile/…". A change of one meter is one thing that
/// travels, however many there are.
using RegisterThings = std::map<std::string, ledger::Bytes>;

/// The things of such a part, and of the profiles that its meters have.
RegisterThings things_of(const ledger::State& part, const std::vector<ProfileText>& profiles);

/// The part that these are of. Throws BadFrame where they are not of this release.
ledger::State part_of(const RegisterThings& things);

/// The profiles among them.
std::vector<ProfileText> profiles_of(const RegisterThings& things);

/// What has to be said to who knows `before`, or nothing, so that it knows `now`: in frames of
/// `register_bytes_at_once`, the last of which is whole. None where nothing changed.
std::vector<RegisterNews> news_of(const std::optional<RegisterThings>& before,
                                  const RegisterThings& now);

/// Puts together what comes. Not thread-safe.
class RegisterBook {
public:
    explicit RegisterBook(RegisterThings known) : known_(std::move(known)) {}

    /// What is changed by it, with empty bytes where a thing is gone; nothing: more is to come.
    /// Throws BadFrame, and then knows what it knew.
    std::optional<RegisterThings> take(const RegisterNews& news);
    const RegisterThings& known() const { return known_; }

private:
    RegisterThings known_;
    RegisterThings coming_;
};

}  // namespace edge
