#pragma once
#include <string>
#include <string_view>

#include "api/reports/report.hpp"

namespace api {

/// Closed lists whose words stand in the rows of reports.
enum class WordList : std::uint8_t {
    alarm,
    contact,  ///< what contact was lost with
    command,  ///< kinds
    cause,    ///< of commands
    doubt,    ///< why a reading is in quarantine
    notice,   ///< kinds
    channel,  ///< of notices
    course,   ///< how far any of these has come
    record,   ///< of money: kinds
    adjustment,
    band,
    control,  ///< whether a row adds up
    books     ///< accounts of the books, without whose they are
};

/// What people read for a code; in English its own words: "balance_low" is "balance low". A code
/// that no list has stands for itself.
std::string word_of(WordList list, std::string_view code, Language language);

/// A way of paying: in Chinese as receipts call it, in English the site's own code.
std::string method_word(const ledger::MethodId& method, Language language);

/// False: there is no Chinese for it.
bool has_word(WordList list, std::string_view code);

}  // namespace api
