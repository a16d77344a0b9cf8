#pragma once
#include <filesystem>
#include <string>

#include "api/backup/shelf.hpp"

namespace meterbook {

/// Where a running book answers; `url` empty: it is stopped.
struct Server {
    std::string url;
    std::string token;
};

/// A journal that nobody changes while it is copied: of a stopped book its own, of a running one
/// what the server made of hard links, which goes with this object.
class FrozenBook {
public:
    /// Throws Cannot: the book is served and no server was named, or the server says no.
    FrozenBook(const std::filesystem::path& book, const Server& server);

    /// What the server of this book froze already; it goes with this object. Throws Cannot: it is
    /// none of this book's, and stays.
    FrozenBook(const std::filesystem::path& book, const api::FrozenJournal& frozen);
    ~FrozenBook();
    FrozenBook(const FrozenBook&) = delete;
    FrozenBook& operator=(const FrozenBook&) = delete;

    std::filesystem::path journal() const { return directory_ / "journal"; }

    /// A copy has to hold at least this: events, and their root. 0: what the ANCHOR says.
    std::uint64_t position() const { return position_; }
    const std::string& root() const { return root_; }

private:
    void take(const api::FrozenJournal& frozen);

    std::filesystem::path directory_;
    bool is_mine_ = false;
    std::uint64_t position_ = 0;
    std::string root_;
};

}  // namespace meterbook
