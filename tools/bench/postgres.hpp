#pragma once
#include <filesystem>
#include <string>

#include "tools/bench/sample_book.hpp"

namespace bench {

/// A PostgreSQL 15 of its own, as Debian packages it, in a directory that is gone with it, on a
/// Unix socket alone; run by the user postgres where this program is run by root. It holds wallets
/// and does a sale as double entry by one call.
class Postgres {
public:
    /// Throws std::runtime_error with one sentence where it cannot be had.
    explicit Postgres(std::size_t wallets);
    ~Postgres();
    Postgres(const Postgres&) = delete;
    Postgres& operator=(const Postgres&) = delete;

    /// Committed and on the disk, by pgbench with prepared calls.
    double sales_per_second(int clients, unsigned seconds, std::size_t wallets) const;

private:
    std::string run(const std::string& program, const std::string& words) const;

    TemporaryDirectory directory_;
    std::filesystem::path programs_;
};

}  // namespace bench
