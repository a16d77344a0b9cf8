#include "tools/meterbook/backup/key_copies.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <set>

#include "ledger/journal/durable_file.hpp"
#include "ledger/proofs/signing_keys.hpp"
#include "tools/meterbook/backup/copied_files.hpp"

namespace meterbook {
namespace {

namespace fs = std::filesystem;

constexpr std::array folders{"keys", "access", "signing"};

/// How far a log was signed, and by whom no more, is about the log that is there, not about a copy.
bool is_of_its_log(const fs::path& file) {
    const fs::path name = file.filename();
    return name == "LAST" || name == "LAST.new" || name == ledger::retired_keys_file;
}

/// A file is replaced whole or not at all.
void copy_anew(const fs::path& from, const fs::path& to) {
    const fs::path fresh = to.string() + ".new";
    fs::remove(fresh);
    copy_durably(from, fresh);
    fs::permissions(fresh, fs::perms::owner_read | fs::perms::owner_write);
    fs::rename(fresh, to);
}

void mirror(const fs::path& from, const fs::path& to) {
    fs::create_directories(to);
    fs::permissions(to, fs::perms::owner_all);
    for (const auto& entry : fs::directory_iterator(from)) {
        const fs::path copy = to / entry.path().filename();
        if (entry.is_directory())
            mirror(entry.path(), copy);
        else if (!is_of_its_log(entry.path()))
            copy_anew(entry.path(), copy);
    }
    for (const auto& entry : fs::directory_iterator(to)) {
        if (!fs::exists(from / entry.path().filename()) && !is_of_its_log(entry.path()))
            fs::remove_all(entry.path());
    }
    ledger::sync_directory(to);
}

}  // namespace

void keep_keys(const fs::path& book, const fs::path& copies) {
    for (const char* each : folders) {
        if (fs::is_directory(book / each))
            mirror(book / each, copies / each);
        else
            fs::remove_all(copies / each);
    }
}

void copy_public_keys(const fs::path& book, const fs::path& copy) {
    if (!fs::is_directory(book / "signing")) return;
    fs::create_directories(copy / "signing");
    for (const auto& entry : fs::directory_iterator(book / "signing")) {
        const fs::path to = copy / "signing" / entry.path().filename();
        if (entry.path().extension() == ".vkey" ||
            entry.path().filename() == ledger::retired_keys_file)
            copy_durably(entry.path(), to);
    }
    ledger::sync_directory(copy / "signing");
}

void bring_keys_back(const fs::path& copies, const fs::path& book) {
    for (const char* each : folders)
        if (fs::is_directory(copies / each)) mirror(copies / each, book / each);
}

void retire_keys(const fs::path& book, const fs::path& copies) {
    constexpr unsigned all_read = 0644;
    fs::create_directories(book / "signing");
    std::set<std::string> retired;
    for (const fs::path& each : {book, copies}) {
        const fs::path folder = each / "signing";
        if (each.empty() || !fs::is_directory(folder)) continue;
        for (const auto& entry : fs::directory_iterator(folder)) {
            std::ifstream file(entry.path());
            std::string vkey;
            if (entry.path().extension() == ".vkey" && std::getline(file, vkey))
                retired.insert(vkey + '\n');
        }
    }
    std::string lines;
    for (const std::string& each : retired) lines += each;
    ledger::write_durably(book / "signing" / ledger::retired_keys_file, lines, all_read);
    ledger::sync_directory(book / "signing");
}

bool lie_together(const fs::path& one, const fs::path& other) {
    const fs::path a = fs::weakly_canonical(one);
    const fs::path b = fs::weakly_canonical(other);
    const auto [in_a, in_b] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    return in_a == a.end() || in_b == b.end();
}

}  // namespace meterbook
