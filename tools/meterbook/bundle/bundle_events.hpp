#pragma once
#include <filesystem>
#include <vector>

#include "ledger/journal/event_source.hpp"
#include "tools/meterbook/bundle/bundle_file.hpp"

namespace meterbook {

/// The events of a bundle, for who looks at the past without a book. Every entry is held against
/// the hash beside it when it is read; whether the log is the one that was signed, `verify` says.
class BundleEvents final : public ledger::EventSource {
public:
    /// Goes through the whole file. Throws Cannot where it cannot be read, BundleBroken where it is
    /// not a whole bundle.
    explicit BundleEvents(const std::filesystem::path& file);

    ledger::Position last() const override { return {size_}; }
    ledger::Bytes get(ledger::Position position) const override;
    std::unique_ptr<ledger::EventReader> read(ledger::Position from) const override;

private:
    struct Place {
        std::uint64_t offset;  ///< of the body
        std::size_t length;
    };
    class Reader;
    void note(const Record& record);

    std::filesystem::path file_;
    std::vector<Place> blocks_;  ///< each of as many events as a tile has, but for the last
    std::uint64_t size_ = 0;
};

}  // namespace meterbook
