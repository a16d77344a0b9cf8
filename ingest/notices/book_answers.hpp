#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ingest/notices/notice.hpp"

namespace notices {

// What the book's API says, read from its JSON. Everything throws std::exception where it is not
// what it should be. Takes any bytes.

struct NoticePage {
    std::vector<Notice> notices;
    std::string next;  ///< cursor; empty: that was all
};
NoticePage notice_page_in(const std::string& body);
Notice notice_in(const std::string& body);
std::string event_id_in(const std::string& body);
Recipient recipient_in(const std::string& body);
BookText text_in(const std::string& body);
Site site_in(const std::string& body);

/// Where a write stands in the log.
std::optional<ledger::Position> position_in(const std::string& body);

/// The stable code of a problem, and its detail; empty where there is none.
struct ProblemText {
    std::string code;
    std::string detail;
};
ProblemText problem_in(const std::string& body);

}  // namespace notices
