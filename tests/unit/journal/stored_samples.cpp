#include "tests/unit/journal/stored_samples.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "ledger/journal/audit.hpp"

using namespace ledger;  // NOLINT(google-build-using-namespace): a test of the ledger
namespace fs = std::filesystem;

std::vector<Bytes> samples() {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(METERBOOK_SOURCE "/tests/golden/events"))
        if (entry.path().extension() == ".bin") files.push_back(entry.path());
    std::ranges::sort(files);
    std::vector<Bytes> events;
    for (const fs::path& file : files) {
        std::ifstream in(file, std::ios::binary);
        events.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
    return events;
}

std::vector<Bytes> many_samples() {
    constexpr std::size_t rounds = 4;
    std::vector<Bytes> all;
    for (std::size_t i = 0; i < rounds; ++i) std::ranges::copy(samples(), std::back_inserter(all));
    return all;
}

void append_all(Journal& journal, const std::vector<Bytes>& events) {
    for (std::size_t at = 0; at < events.size(); at += events_a_frame) {
        const std::size_t count = std::min(events_a_frame, events.size() - at);
        ASSERT_EQ(journal.append({events.data() + at, count}, sample_time, journal.head()),
                  AppendOutcome::committed);
    }
}

std::optional<Position> first_wrong(const fs::path& directory, rocksdb::Env* env) {
    try {
        const Journal journal = Journal::open(directory, {.env = env, .read_only = true});
        Audit audit(journal);
        auto reader = journal.read({1});
        while (const auto entry = reader.next())
            if (audit.take(*entry)) return entry->position;
        if (audit.finish()) return journal.head().last;
        return std::nullopt;
    } catch (const JournalDamaged& damaged) {
        return damaged.first_wrong;
    }
}
