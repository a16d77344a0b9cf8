#pragma once
#include <chrono>
#include <filesystem>
#include <functional>

#include "ingest/notices/channel.hpp"

namespace notices {

/// How the modem is reached.
struct Modem {
    std::string device;             ///< /dev/ttyUSB0
    std::string connection;         ///< as gammu calls it: at115200, at19200, at …
    std::string program;            ///< gammu, found in PATH
    std::chrono::seconds patience;  ///< for one message, all of its parts
};

/// Hands texts to a GSM modem through the program gammu: one process a message, which ends by
/// itself within the patience, also where this one dies. What it says goes into a file that stays
/// locked while it lives, so that the next process can wait for it and read what came of it.
/// Numbers and texts reach it over a nameless file in memory, never on a command line.
class GammuChannel : public Channel {
public:
    /// `folder` is private to this process. Throws std::runtime_error where gammu cannot be run.
    GammuChannel(std::filesystem::path folder, Modem modem);

    ledger::NoticeChannel word() const override { return ledger::NoticeChannel::sms; }
    Outcome send(const Message& message) override;
    Outcome recall(const Handover& handover) override;
    void forget(const std::string& id) override;

private:
    std::filesystem::path said_file(const std::string& id) const;
    void run(const std::string& input, const std::filesystem::path& said) const;

    std::filesystem::path folder_;
    Modem modem_;
    std::filesystem::path gammurc_;
};

}  // namespace notices
