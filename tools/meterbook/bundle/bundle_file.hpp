#pragma once
#include <cstdint>
#include <fstream>
#include <optional>
#include <ostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "ledger/journal/frame.hpp"
#include "ledger/values/bytes.hpp"

namespace meterbook {

/// The file is not a bundle, or not a whole one. One sentence; the way out is another copy.
struct BundleBroken : std::runtime_error {
    using std::runtime_error::runtime_error;
};

enum class RecordKind : char { header = 'H', block = 'B', checkpoint = 'C', summary = 'S' };

struct Record {
    RecordKind kind;
    std::uint64_t offset;  ///< of the body in the file
    ledger::Bytes body;
};

/// What a bundle says of itself at its beginning.
struct BundleHeader {
    std::string origin;
    std::string store;      ///< hex
    std::string first_key;  ///< a vkey
    std::uint64_t size = 0;

    std::string text() const;
    static std::optional<BundleHeader> from_text(std::string_view text);
};

/// The events of one tile with their leaf hashes, and the frames that end there. Views into a body.
struct Block {
    std::uint64_t first = 0;
    std::vector<ledger::Hash> leaves;
    std::vector<ledger::Frame> frames;
    std::vector<ledger::BytesView> entries;

    std::uint64_t last() const { return first + entries.size() - 1; }
    ledger::Bytes body() const;
    static std::optional<Block> from_body(ledger::BytesView body);
};

/// Writes the records of docs/bundle_format.md.
class BundleWriter {
public:
    explicit BundleWriter(std::ostream& out);
    void put(RecordKind kind, ledger::BytesView body);

private:
    std::ostream& out_;
};

/// Reads them one after another, in the order that is required.
class BundleReader {
public:
    /// Throws BundleBroken.
    explicit BundleReader(const std::string& file);

    const BundleHeader& header() const { return header_; }

    /// The next record behind the header, in this memory; nothing behind the summary, where the
    /// file ends.
    std::optional<Record> next(ledger::Bytes memory = {});

    /// Whether this file begins as a bundle does.
    static bool is_bundle(const std::string& file);

private:
    Record read(ledger::Bytes memory = {});

    std::ifstream in_;
    std::uint64_t offset_ = 0;
    BundleHeader header_;
    RecordKind last_ = RecordKind::header;
};

}  // namespace meterbook
