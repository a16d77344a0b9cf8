#include <fstream>

#include <gtest/gtest.h>

#include "tests/fault/served_book.hpp"
#include "tests/integration/opened_book.hpp"

namespace {

namespace fs = std::filesystem;

using Words = std::vector<std::string>;

/// Every start that cannot be ends with one sentence that names these things, and code 2.
class Start : public ::testing::Test {
protected:
    static void expect_refusal(const Words& words, const Words& names) {
        const Ended ended = run(meterbook(words));
        EXPECT_EQ(ended.code, 2) << ended.err;
        EXPECT_TRUE(is_one_sentence(ended.err)) << ended.err;
        for (const std::string& name : names)
            EXPECT_NE(ended.err.find(name), std::string::npos) << name << " in: " << ended.err;
    }

    Words serve(const Words& more) const {
        Words words{"serve", "--data", book_.string(), "--listen", "127.0.0.1:0"};
        words.insert(words.end(), more.begin(), more.end());
        return words;
    }

    std::string write(const std::string& name, const std::string& text) const {
        std::ofstream(directory_ / name) << text;
        return (directory_ / name).string();
    }

    TemporaryDirectory directory_;
    const fs::path book_ = directory_ / "book";
};

TEST_F(Start, NamesTheDirectoryThatCannotBe) {
    const std::string file = write("file", "");
    for (const std::string& data : {file, file + "/book"})
        expect_refusal({"serve", "--data", data, "--listen", "127.0.0.1:0"},
                       {data, "Not a directory", "another directory"});
    for (const fs::path inside : {"journal", "journal/log", "index", "projections"}) {
        fs::create_directories((book_ / inside).parent_path());
        write("book/" + inside.string(), "");
        expect_refusal(serve({}), {(book_ / inside).string(), "irectory"});
        fs::remove(book_ / inside);
    }
    fs::remove(book_ / "journal" / "ANCHOR");
    fs::create_directories(book_ / "journal" / "ANCHOR");
    expect_refusal(serve({}), {(book_ / "journal" / "ANCHOR").string()});
    expect_refusal({"verify", (directory_ / "nothing").string()}, {"nothing", "holds no book"});
}

TEST_F(Start, NamesThePortThatIsTaken) {
    ServedBook other(directory_ / "other");
    const auto port = other.wait_for_port();
    ASSERT_TRUE(port);
    const std::string address = "127.0.0.1:" + std::to_string(*port);
    expect_refusal({"serve", "--data", book_.string(), "--listen", address},
                   {address, "in use", "free"});
    EXPECT_FALSE(fs::exists(book_)) << "it finds out before it begins anything";
    EXPECT_EQ(other.stop().code, 0);
}

TEST_F(Start, LeavesABookToWhoeverServesIt) {
    ServedBook first(book_);
    ASSERT_TRUE(first.wait_for_port());
    expect_refusal(serve({}), {book_.string(), "no other process"});
    EXPECT_EQ(first.stop().code, 0);
    EXPECT_EQ(verify(book_).code, 0);
}

TEST_F(Start, NamesTheWordThatIsWrong) {
    const std::vector<std::pair<Words, Words>> wrong{
        {{}, {"--help"}},
        {{"frob"}, {"'frob'", "--help"}},
        {{"operator", "frob"}, {"'frob'", "--help"}},
        {{"collect", "--frob"}, {"'--frob'", "--help"}},
        {{"serve", "--bogus"}, {"--bogus", "--help"}},
        {{"serve"}, {"--data"}},
        {serve({"--clock-speed", "zero"}), {"--clock-speed", "zero"}},
        {serve({"--clock-start", "yesterday"}), {"yesterday", "2026-11-21T08:00:00Z"}},
        {serve({"--log-level", "loud"}), {"loud", "debug, info"}},
        {{"serve", "--data", book_.string(), "--listen", "here"}, {"here", "host:port"}},
        {{"serve", "--data", book_.string(), "--listen", "127.0.0.1:65536"},
         {"65536", "host:port"}},
        {{"serve", "--data", book_.string(), "--listen", "0.0.0.0:0"},
         {"0.0.0.0", "--certificate"}},
        {serve({"--token-file", "/nowhere"}), {"/nowhere", "token"}},
        {serve({"--certificate", "x.pem"}), {"--key"}},
        {serve({"--key", "x.key"}), {"--certificate"}},
        {serve({"--certificate", "/nowhere.pem", "--key", "/nowhere.key"}), {"/nowhere.pem"}},
        {{"verify"}, {"BOOK", "--help"}},
        {{"export", "x", "--format", "xml"}, {"--format", "xml"}}};
    for (const auto& [words, names] : wrong) expect_refusal(words, names);
    EXPECT_FALSE(fs::exists(book_)) << "nothing is begun before all is understood";
}

TEST_F(Start, NamesTheLineOfTheConfiguration) {
    const std::vector<std::pair<std::string, Words>> wrong{
        {"data = 3\n", {":1:", "data", "text in quotes"}},
        {"\ncolour = \"red\"\n", {":2:", "'colour' is not known"}},
        {"data = \"x\n", {":1:"}},
        {"data = \"x\"\npoll = \"yes\"\n", {":2:", "poll", "true or false"}},
        {"data = \"x\"\nrequests_per_key = -1\n", {":2:", "requests_per_key", "no limit"}},
        {"data = \"x\"\nlisten = \"8080\"\n", {"8080", "host:port"}}};
    for (const auto& [text, names] : wrong) {
        const std::string file = write("meterbook.toml", text);
        expect_refusal({"serve", "--config", file}, names);
    }
    expect_refusal({"serve", "--config", "/nowhere.toml"}, {"/nowhere.toml"});
    const std::string folder = directory_.path().string();
    expect_refusal(serve({"--config", folder}), {folder});
}

TEST_F(Start, NamesTheProfileAndItsField) {
    expect_refusal(serve({"--profiles", "/nowhere"}), {"/nowhere", "directory"});
    const fs::path folder = directory_ / "profiles";
    fs::create_directories(folder);
    std::ifstream good(METERBOOK_SOURCE "/ingest/profiles/acrel-ddsy1352.json");
    const std::string text{std::istreambuf_iterator<char>(good), {}};
    const auto bent = [&](const std::string& from, const std::string& to) {
        std::string other = text;
        const std::size_t at = other.find(from);
        EXPECT_NE(at, std::string::npos) << from;
        return at == std::string::npos ? other : other.replace(at, from.size(), to);
    };
    const std::vector<std::pair<std::string, Words>> wrong{
        {"{", {"mine.json", "not JSON"}},
        {"[]", {"mine.json", "object"}},
        {bent("\"blocks\"", "\"blox\""), {"mine.json", "blox"}},
        {bent("\"u32\"", "\"u33\""), {"mine.json", "/type", "u16"}},
        {bent("\"kWh\"", "\"MWh\""), {"mine.json", "/unit", "kWh"}}};
    for (const auto& [profile, names] : wrong) {
        std::ofstream(folder / "mine.json") << profile;
        expect_refusal(serve({"--profiles", folder.string()}), names);
    }
    fs::remove(folder / "mine.json");
    fs::create_symlink("/nowhere", folder / "mine.json");
    expect_refusal(serve({"--profiles", folder.string()}), {"mine.json", "this user may read"});
}

}  // namespace
