#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/events/event.hpp"
#include "ledger/values/bytes.hpp"

namespace ledger {

class Journal;

/// Ways into the log other than by position: by idempotency key, by subject, by customer, by
/// recorded time. A database of its own, without a WAL and outside every commit; it follows the
/// journal on its own thread, can be deleted, and is built again. Every query may be asked from any
/// thread.
class Index {
public:
    /// Opens it, or builds it anew where it is missing or damaged; returns when it knows every
    /// event that the journal holds now. The journal must outlive it. `on_failure` is told once, in
    /// one sentence, where the log turns out to be damaged: then it follows no more.
    static Index open(const std::filesystem::path& directory, const Journal& journal,
                      std::function<void(const std::string&)> on_failure = {});
    ~Index();
    Index(const Index&) = delete;
    Index& operator=(const Index&) = delete;
    Index(Index&&) noexcept;
    Index& operator=(Index&&) noexcept;

    /// How far it knows the log.
    Position position() const;

    /// The first event of the command that was given this key, ever.
    std::optional<Position> find_key(const std::string& key) const;

    /// Positions of a subject's events, oldest first: at most `limit`, from its version on.
    std::vector<Position> find_subject(const Subject& subject, std::uint64_t from_version,
                                       std::size_t limit) const;

    /// The events by which accounts became this customer's, oldest first.
    std::vector<Position> find_customer(const CustomerId& customer) const;

    /// The first event that was recorded in this minute or later.
    std::optional<Position> first_recorded_from(Instant at) const;

private:
    struct Parts;
    explicit Index(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace ledger
