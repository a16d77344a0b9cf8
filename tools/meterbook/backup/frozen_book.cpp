#include "tools/meterbook/backup/frozen_book.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "ingest/notices/http_client.hpp"
#include "tools/meterbook/command_line.hpp"

namespace meterbook {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds patience(60);
constexpr std::size_t most_of_an_answer = 1 << 20;
constexpr int made = 201;

/// True while a process has the log open for writing: it holds a lock on a file of its name.
bool is_served(const fs::path& book) {
    const fs::path lock = book / "journal" / "log" / "LOCK";
    const int descriptor = ::open(lock.c_str(), O_RDWR | O_CLOEXEC);
    if (descriptor < 0) return false;
    struct flock asked{};
    asked.l_type = F_WRLCK;
    asked.l_whence = SEEK_SET;
    const bool known = ::fcntl(descriptor, F_GETLK, &asked) == 0;
    ::close(descriptor);
    return known && asked.l_type != F_UNLCK;
}

notices::HttpAnswer answer_of(const Server& server) {
    notices::HttpRequest request{"POST", server.url + "/v1/backups", {}, "{}"};
    request.headers.emplace_back("Content-Type: application/json");
    if (!server.token.empty()) request.headers.push_back("Authorization: Bearer " + server.token);
    try {
        return notices::HttpClient({patience, most_of_an_answer}).ask(request);
    } catch (const notices::NoAnswer& nobody) {
        throw Cannot(
            fmt::format("the book does not answer: {}: see that --server is where it "
                        "listens",
                        nobody.what()));
    }
}

api::FrozenJournal frozen_by(const Server& server) {
    const notices::HttpAnswer answer = answer_of(server);
    const auto json = nlohmann::json::parse(answer.body, nullptr, false);
    if (answer.status != made || !json.is_object())
        throw Cannot(fmt::format("the book answered {}: {}", answer.status, answer.body));
    return {json.value("directory", ""), json.value("position", std::uint64_t{0}),
            json.value("root", "")};
}

/// What is copied goes afterwards: it has to be what a server froze of this very book.
bool is_frozen_of(const fs::path& book, const fs::path& directory) {
    std::error_code none;  // then it is nothing
    const fs::path folder = directory.parent_path();
    return folder.filename() == "frozen" && fs::is_directory(directory / "journal", none) &&
           fs::equivalent(folder.parent_path(), book, none);
}

}  // namespace

FrozenBook::FrozenBook(const fs::path& book, const Server& server) : directory_(book) {
    if (!fs::is_directory(book / "journal"))
        throw Cannot(fmt::format(
            "{} holds no book: give the directory that 'serve --data' was given", book.string()));
    if (!server.url.empty()) {
        const api::FrozenJournal frozen = frozen_by(server);
        if (!is_frozen_of(book, frozen.directory))
            throw Cannot(
                fmt::format("{} keeps another book than {}: give its directory, on the "
                            "machine where it runs",
                            server.url, book.string()));
        take(frozen);
    } else if (is_served(book)) {
        throw Cannot(
            fmt::format("{} is being served: give --server http://host:port, where it "
                        "listens, or stop it",
                        book.string()));
    }
}

FrozenBook::FrozenBook(const fs::path& book, const api::FrozenJournal& frozen) {
    if (!is_frozen_of(book, frozen.directory))
        throw Cannot(fmt::format("{} is nothing that the server of {} has frozen: give --server",
                                 frozen.directory.string(), book.string()));
    take(frozen);
}

FrozenBook::~FrozenBook() {
    std::error_code ignored;  // the server removes it in a day
    if (is_mine_) fs::remove_all(directory_, ignored);
}

void FrozenBook::take(const api::FrozenJournal& frozen) {
    directory_ = frozen.directory;
    is_mine_ = true;
    position_ = frozen.position;
    root_ = frozen.root;
}

}  // namespace meterbook
