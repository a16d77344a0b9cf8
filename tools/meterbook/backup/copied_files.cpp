#include "tools/meterbook/backup/copied_files.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include "ledger/journal/durable_file.hpp"

namespace meterbook {
namespace {

namespace fs = std::filesystem;

/// Of a process that has it open; nobody else needs them.
bool is_left_out(const fs::path& file) {
    const std::string name = file.filename().string();
    return name == "LOCK" || name.starts_with("LOG");
}

bool have_same_bytes(const fs::path& one, const fs::path& other) {
    if (!fs::is_regular_file(other) || fs::file_size(one) != fs::file_size(other)) return false;
    std::ifstream a(one, std::ios::binary);
    std::ifstream b(other, std::ios::binary);
    constexpr std::size_t at_once = 1 << 16;
    std::vector<char> in_a(at_once);
    std::vector<char> in_b(at_once);
    while (a && b) {
        a.read(in_a.data(), at_once);
        b.read(in_b.data(), at_once);
        if (a.gcount() != b.gcount() ||
            !std::equal(in_a.begin(), in_a.begin() + a.gcount(), in_b.begin()))
            return false;
    }
    return a.eof() && b.eof();
}

bool is_linked(const fs::path& file, const fs::path& before, const fs::path& to) {
    if (before.empty() || file.extension() != ".sst" || !have_same_bytes(file, before))
        return false;
    std::error_code failed;  // a disk that knows no links gets a copy
    fs::create_hard_link(before, to, failed);
    return !failed;
}

}  // namespace

void copy_durably(const fs::path& from, const fs::path& to) {
    fs::copy_file(from, to);
    const int descriptor = ::open(to.c_str(), O_RDONLY | O_CLOEXEC);
    const bool written = descriptor >= 0 && ::fsync(descriptor) == 0;
    const int fault = errno;
    if (descriptor >= 0) ::close(descriptor);
    if (!written)
        throw fs::filesystem_error("cannot write", to,
                                   std::error_code(fault, std::generic_category()));
}

Copied copy_journal(const fs::path& from, const fs::path& to, const fs::path& before) {
    Copied copied;
    fs::create_directories(to);
    for (const auto& entry : fs::directory_iterator(from)) {
        const fs::path name = entry.path().filename();
        const fs::path same = before.empty() ? fs::path() : before / name;
        if (entry.is_directory()) {
            const Copied inner = copy_journal(entry.path(), to / name, same);
            copied.bytes += inner.bytes;
            copied.shared_bytes += inner.shared_bytes;
        } else if (is_left_out(entry.path())) {
            continue;
        } else if (is_linked(entry.path(), same, to / name)) {
            copied.shared_bytes += entry.file_size();
        } else {
            copy_durably(entry.path(), to / name);
            copied.bytes += fs::file_size(to / name);
        }
    }
    ledger::sync_directory(to);
    return copied;
}

}  // namespace meterbook
