#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "ledger/events/catalogue.hpp"
#include "ledger/events/watch.hpp"

namespace notices {

/// A notice as the book shows it: what a customer shall be told.
struct Notice {
    ledger::Position position;
    std::string id;  ///< of its event, 32 hexadecimal digits: unique among all books
    bool is_queued = false;
    std::uint32_t attempts = 0;  ///< that the book knows of
    ledger::NoticeQueued facts{};
};

/// The words that the book has for a notice.
struct BookText {
    ledger::Position position;  ///< none: it leaves it to the built-in ones
    std::string text;           ///< a template
};

/// Whom to tell. Lives in memory alone, on its way out.
struct Recipient {
    std::string name;   ///< empty: the book knows none
    std::string phone;  ///< as it was registered; empty: the book knows none
};

/// What delivery needs to know of the site.
struct Site {
    std::string name;
    std::string zone;                                           ///< IANA name
    std::string currency;                                       ///< ISO 4217
    std::optional<ledger::ShortMessageTerms> short_messages{};  ///< none: any hour, any number
};

}  // namespace notices
