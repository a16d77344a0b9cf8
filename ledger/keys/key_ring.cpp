#include "ledger/keys/key_ring.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <system_error>

#include <fmt/core.h>
#include <openssl/rand.h>
#include <unistd.h>

#include "ledger/journal/durable_file.hpp"
#include "ledger/values/ensure.hpp"

namespace ledger {
namespace {

constexpr unsigned owner_alone = 0600;

bool is_there(const std::filesystem::path& file) {
    std::error_code fault;
    const bool there = std::filesystem::exists(file, fault);
    if (!fault) return there;
    throw KeyUnusable(
        fmt::format("cannot look for the key {}: {}: give this user the right to "
                    "read keys/",
                    file.string(), fault.message()));
}

}  // namespace

SealKey fresh_key() {
    SealKey key;
    ensure(RAND_bytes(key.data(), static_cast<int>(key.size())) == 1, "the system is random");
    return key;
}

KeyRing::KeyRing(std::filesystem::path directory) : directory_(std::move(directory)) {
    if (!is_there(directory_) || std::filesystem::is_directory(directory_)) return;
    throw KeyUnusable(
        fmt::format("{} must be the folder of the customers' keys: move the file "
                    "away",
                    directory_.string()));
}

SealKey KeyRing::keep(const CustomerId& customer) {
    const std::lock_guard lock(mutex_);
    const auto known = read(customer);
    return known ? *known : make(customer);
}

std::optional<SealKey> KeyRing::find(const CustomerId& customer) const {
    const std::lock_guard lock(mutex_);
    return read(customer);
}

void KeyRing::destroy(const CustomerId& customer) {
    const std::lock_guard lock(mutex_);
    const std::filesystem::path file = file_of(customer);
    if (!is_there(file)) return;
    // Before the name goes: the blocks of the file itself, where the disk keeps its place.
    write_durably(file, Bytes(sizeof(SealKey), '\0'), owner_alone);
    std::filesystem::remove(file);
    sync_directory(directory_);
}

/// An id can be a file name: it holds neither dots nor slashes.
std::filesystem::path KeyRing::file_of(const CustomerId& customer) const {
    ensure(CustomerId::is_well_formed(customer.text()), "a key is a well-formed customer's");
    return directory_ / (customer.text() + ".key");
}

std::optional<SealKey> KeyRing::read(const CustomerId& customer) const {
    const std::filesystem::path file = file_of(customer);
    if (!is_there(file)) return std::nullopt;
    std::ifstream in(file, std::ios::binary);
    if (!in)
        throw KeyUnusable(
            fmt::format("cannot read the key {}: give this user the right to", file.string()));
    const Bytes bytes{std::istreambuf_iterator<char>(in), {}};
    SealKey key;
    if (bytes.size() != key.size())
        throw KeyUnusable(
            fmt::format("the key {} has {} bytes instead of {}: bring it back from a "
                        "backup, or remove it and register the customer again",
                        file.string(), bytes.size(), key.size()));
    std::memcpy(key.data(), bytes.data(), key.size());
    return key;
}

/// Durable under its name before anybody seals with it.
SealKey KeyRing::make(const CustomerId& customer) {
    if (std::filesystem::create_directories(directory_)) {
        std::filesystem::permissions(directory_, std::filesystem::perms::owner_all);
        sync_directory(directory_.parent_path());
    }
    const SealKey key = fresh_key();
    const std::filesystem::path file = file_of(customer);
    const std::filesystem::path fresh = file.string() + ".new";
    write_durably(fresh, view(key), owner_alone);
    std::filesystem::rename(fresh, file);
    sync_directory(directory_);
    return key;
}

}  // namespace ledger
