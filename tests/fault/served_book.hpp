#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>

#include "tests/fault/program.hpp"

/// `meterbook serve` over the book in a directory, on a free port of this machine.
class ServedBook {
public:
    /// `around` is put before the program's name, such as a shell that sets a limit.
    /// `more` is put after its options.
    explicit ServedBook(const std::filesystem::path& directory,
                        const std::vector<std::string>& around = {},
                        const std::vector<std::string>& more = {});

    /// Waits until it listens; nothing: it ended before.
    std::optional<std::uint16_t> wait_for_port();

    std::string read_line();   ///< of its log; empty: it ended
    void renew() const;        ///< SIGHUP
    void kill() const;         ///< -9
    void stand_still() const;  ///< until it is killed
    Ended stop();              ///< as asked for by SIGTERM
    Ended end() { return program_.end(); }

private:
    Program program_;
};

/// What `meterbook verify` says to a book.
Ended verify(const std::filesystem::path& directory);
