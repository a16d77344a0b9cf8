#pragma once
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "ledger/journal/frame.hpp"
#include "ledger/values/bytes.hpp"

namespace ledger {

/// How far the log was known to be durable, kept outside RocksDB: without it a log that lost its
/// tail at a record boundary would look whole.
struct Anchor {
    Bytes store;  ///< 16 bytes: which log this is about
    std::uint64_t epoch;
    std::uint64_t frames;
    Position last;
    Hash chain;

    friend bool operator==(const Anchor&, const Anchor&) = default;
};

/// The newest of the two slots that is whole; nothing when there is no such file or neither is.
/// Throws JournalUnavailable when the file is there and cannot be read.
std::optional<Anchor> read_anchor(const std::filesystem::path& file);

/// A small file of two slots that are written in turn, so that one is always whole. Its own thread
/// writes behind the commits, at most `window` late, and once more at the end.
class AnchorFile {
public:
    /// `on_trouble` is told once when it cannot be written, and again only after it could.
    using OnTrouble = std::function<void(const std::string&)>;
    AnchorFile(std::filesystem::path file, std::chrono::milliseconds window,
               OnTrouble on_trouble = {});
    ~AnchorFile();
    AnchorFile(const AnchorFile&) = delete;
    AnchorFile& operator=(const AnchorFile&) = delete;

    /// To be written soon. Any thread.
    void drop(const Anchor& anchor);

    /// Waits until everything dropped so far is written. Throws JournalUnavailable when it cannot.
    void flush();

private:
    void write_loop();
    bool write(const Anchor& anchor);
    void tell_trouble(const Anchor& anchor) const;

    std::filesystem::path file_;
    std::chrono::milliseconds window_;
    OnTrouble on_trouble_;
    int descriptor_;
    unsigned slot_ = 0;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::condition_variable window_over_;  ///< so that no drop wakes the writer within it
    std::condition_variable idle_;
    std::optional<Anchor> waiting_;
    bool writing_ = false;
    bool failed_ = false;
    bool stopping_ = false;
    std::thread writer_;
};

}  // namespace ledger
