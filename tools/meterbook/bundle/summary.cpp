#include "tools/meterbook/bundle/summary.hpp"

#include <algorithm>
#include <cstring>
#include <sstream>

#include <fmt/core.h>

#include "ledger/journal/sha256.hpp"
#include "ledger/notes/encodings.hpp"

namespace meterbook {
namespace {

std::string hex(const ledger::Hash& hash) { return ledger::to_hex(ledger::view(hash)); }

/// A word of hex as a hash; zeros where it is none, which no text then spells the same.
ledger::Hash hash_in(std::istream& in) {
    std::string word;
    in >> word;
    ledger::Hash hash{};
    const auto bytes = ledger::from_hex(word);
    if (bytes && bytes->size() == hash.size()) std::memcpy(hash.data(), bytes->data(), hash.size());
    return hash;
}

void read_line(Summary& summary, const std::string& line) {
    std::istringstream in(line);
    std::string what;
    in >> what;
    if (what == "root") summary.root = hash_in(in);
    if (what == "frames") in >> summary.frames;
    if (what == "chain") summary.chain = hash_in(in);
    if (what == "balances" || what == "tiers") {
        Digest& digest = what == "tiers" ? summary.tiers : summary.balances;
        in >> digest.count;
        digest.hash = hash_in(in);
    }
    if (what == "key") {
        Summary::Key key{};
        in >> key.position >> key.vkey;
        summary.keys.push_back(std::move(key));
    }
    if (what == "projection") {
        Summary::ReadModel model{};
        in >> model.name >> model.version >> model.digest.count;
        model.digest.hash = hash_in(in);
        summary.read_models.push_back(std::move(model));
    }
}

/// SHA-256 over lines, and how many they are.
class Lines {
public:
    void add(const std::string& line) {
        text_ += line;
        ++count_;
    }
    Digest digest() const { return {count_, ledger::sha256({ledger::BytesView(text_)})}; }

private:
    std::string text_;
    std::uint64_t count_ = 0;
};

}  // namespace

std::string Summary::text() const {
    std::string text = fmt::format("root {}\nframes {}\nchain {}\nbalances {} {}\ntiers {} {}\n",
                                   hex(root), frames, hex(chain), balances.count,
                                   hex(balances.hash), tiers.count, hex(tiers.hash));
    for (const Key& each : keys) text += fmt::format("key {} {}\n", each.position, each.vkey);
    for (const ReadModel& each : read_models)
        text += fmt::format("projection {} {} {} {}\n", each.name, each.version, each.digest.count,
                            hex(each.digest.hash));
    return text;
}

std::optional<Summary> Summary::from_text(const std::string& text) {
    Summary summary;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) read_line(summary, line);
    const auto follows = [](const ReadModel& one, const ReadModel& next) {
        return one.name >= next.name;
    };
    const bool is_ordered =
        std::ranges::adjacent_find(summary.read_models, follows) == summary.read_models.end();
    return is_ordered && summary.text() == text ? std::optional(std::move(summary)) : std::nullopt;
}

Digest digest_of(const Balances& balances) {
    Lines lines;
    for (const auto& [account, balance] : balances)
        lines.add(fmt::format("{} {}\n", account, balance.count()));
    return lines.digest();
}

Digest digest_of_tiers(const ledger::State& state) {
    std::vector<std::string> attached;
    for (const auto& [id, meter] : state.meters) {
        if (meter.account.is_empty()) continue;
        attached.push_back(fmt::format("{} {} {}\n", id.text(), to_text(meter.tiers.cycle),
                                       meter.tiers.used.count()));
    }
    std::ranges::sort(attached);
    Lines lines;
    for (const std::string& each : attached) lines.add(each);
    return lines.digest();
}

}  // namespace meterbook
