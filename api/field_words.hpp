#pragma once
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "ledger/events/words.hpp"
#include "ledger/values/id.hpp"

namespace api {

/// The meter profiles that hold now, as their files stand.
using ProfileTexts = std::map<ledger::ProfileId, std::string>;

/// What customers are told by, of one kind of notice in one language.
struct NoticeText {
    ledger::NoticeKind kind;
    ledger::NoticeLanguage language;
    std::string text;      ///< that holds now, with {placeholders} and [what may be left out]
    std::string example;   ///< as somebody would get it
    std::string built_in;  ///< that holds where the book has none
    ledger::Position position{};  ///< of the book's; none: the built-in one holds
};
using NoticeTexts = std::vector<NoticeText>;

}  // namespace api
