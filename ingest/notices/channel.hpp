#pragma once
#include <string>

#include "ingest/notices/handovers.hpp"
#include "ingest/notices/notice.hpp"

namespace notices {

/// One notice, ready to go out.
struct Message {
    Notice notice;
    Recipient recipient;
    std::string currency;
    std::string text;
    ledger::Position words{};  ///< of the book, by which the text was made; none: our own
};

/// The way to customers: a modem or a webhook. Of one thread. What throws is our own disk's fault.
class Channel {
public:
    Channel() = default;
    virtual ~Channel() = default;
    Channel(const Channel&) = delete;
    Channel& operator=(const Channel&) = delete;

    virtual ledger::NoticeChannel word() const = 0;
    virtual Outcome send(const Message& message) = 0;

    /// What came of a handover whose end nobody saw, because the process died.
    virtual Outcome recall(const Handover& handover) = 0;

    /// Its outcome is on the disk: what was kept to recall it is not needed any more.
    virtual void forget(const std::string& id) = 0;
};

}  // namespace notices
