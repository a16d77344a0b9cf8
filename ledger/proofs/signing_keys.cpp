#include "ledger/proofs/signing_keys.hpp"

#include <fstream>
#include <iterator>

#include <fmt/core.h>

#include "ledger/journal/durable_file.hpp"

namespace ledger {
namespace {

constexpr unsigned owner_alone = 0600;
constexpr unsigned all_read = 0644;

}  // namespace

SigningKeys::SigningKeys(std::filesystem::path directory, std::string origin,
                         std::vector<std::string> named, bool has_signed)
    : directory_(std::move(directory)), origin_(std::move(origin)), history_(std::move(named)) {
    const bool is_first = history_.empty() && !has_signed;
    const std::size_t number = history_.empty() ? 1 : history_.size();
    const bool makes = is_first && !std::filesystem::exists(file_of(1, "pem"));
    current_ = std::make_shared<const NoteSigner>(makes ? make(number) : read(number));
    const std::string vkey = current_->key().text();
    if (history_.empty()) history_.push_back(vkey);
    // Of a rotation that the log does not hold.
    for (const char* ending : {"pem", "vkey"})
        std::filesystem::remove(file_of(history_.size() + 1, ending));
    if (history_.back() != vkey)
        throw SigningKeyUnusable(
            fmt::format("{} is {}, and the log is signed by {}: bring the book's own folder "
                        "signing/ back from a backup",
                        file_of(number, "pem").string(), vkey, history_.back()));
}

KeyRotation SigningKeys::make_next() {
    const NoteSigner next = make(history_.size() + 1);
    return hand_over(*current_, next.key());
}

void SigningKeys::adopt_next() {
    current_ = std::make_shared<const NoteSigner>(read(history_.size() + 1));
    history_.push_back(current_->key().text());
}

std::filesystem::path SigningKeys::file_of(std::size_t number, const char* ending) const {
    return directory_ / fmt::format("{}.{}", number, ending);
}

NoteSigner SigningKeys::read(std::size_t number) const {
    const std::filesystem::path file = file_of(number, "pem");
    std::ifstream in(file, std::ios::binary);
    const Bytes pem{std::istreambuf_iterator<char>(in), {}};
    auto secret = in ? PrivateKey::of_pem(pem) : std::nullopt;
    if (!secret)
        throw SigningKeyUnusable(
            fmt::format("{} holds no signing key that can be read, and the log is signed with it: "
                        "bring the folder signing/ back from a backup, or give this user the "
                        "right to read it",
                        file.string()));
    return {origin_, std::move(*secret)};
}

NoteSigner SigningKeys::make(std::size_t number) const {
    NoteSigner fresh(origin_, PrivateKey::fresh());
    std::filesystem::create_directories(directory_);
    write_durably(file_of(number, "pem"), fresh.secret().pem(), owner_alone);
    write_durably(file_of(number, "vkey"), fresh.key().text() + '\n', all_read);
    sync_directory(directory_);
    return fresh;
}

}  // namespace ledger
