#pragma once
#include <stdexcept>
#include <vector>

#include "ingest/notices/handovers.hpp"
#include "ingest/notices/http_client.hpp"
#include "ingest/notices/notice.hpp"

namespace notices {

/// The book cannot be asked now, or what it answers is not what it should: one sentence.
struct BookTrouble : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The book's HTTP API, as far as delivery needs it. Reads see what was reported before. Of one
/// thread. Everything throws BookTrouble.
class BookApi {
public:
    struct Address {
        std::string url;    ///< http://127.0.0.1:8080
        std::string token;  ///< empty: it wants none
    };
    BookApi(Address address, HttpClient client);

    Site site();
    /// Those that wait for this channel, oldest first; without their ids.
    std::vector<Notice> queued(ledger::NoticeChannel channel);
    Notice notice(ledger::Position position);
    Recipient recipient(const ledger::CustomerId& customer);

    /// By which words the book tells customers of this now.
    BookText text(ledger::NoticeKind kind, ledger::NoticeLanguage language);

    /// What came of an attempt, whose outcome is known; the same one again changes nothing. False:
    /// the notice came to an end before.
    bool report(const Handover& handover);

private:
    std::string get(const std::string& target);
    HttpAnswer send_report(const Handover& handover, ledger::Position text);
    HttpAnswer ask(HttpRequest request);

    Address address_;
    HttpClient client_;
    ledger::Position seen_;
};

}  // namespace notices
