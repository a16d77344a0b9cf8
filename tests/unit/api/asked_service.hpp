#pragma once
#include <atomic>
#include <chrono>
#include <string>

#include "api/access/access.hpp"
#include "api/routes.hpp"
#include "api/telemetry.hpp"
#include "ledger/rules/control/notice_template.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/unit/api/copying_shelf.hpp"

/// The handlers over a real book of five meters: M1 to M4 are opened, M1's wallet is A1.M1; M3 has
/// a reading that can be corrected, M4 one in quarantine. Asked without a socket.
class AskedService {
public:
    AskedService();

    /// `target` may have a query, as "/v1/sales?limit=1"; neither is decoded.
    api::Response ask(const std::string& method, const std::string& target,
                      const std::string& body = "") const;
    api::Response ask(const api::Request& request) const;

    ledger::Book& book() { return *book_; }

    /// Asks the book itself, and waits until every read model has seen it; a refusal throws.
    ledger::Receipt tell(ledger::Command command);

    /// From here on the lines are read from here, and met this.
    void meet(api::FieldTallies met) {
        service_.tallies = [met = std::move(met)] { return met; };
    }

    /// From here on meters are read by these.
    void know_profiles(api::ProfileTexts texts) {
        service_.profiles = [texts = std::move(texts)] { return texts; };
    }

    /// From here on L1 is read from here, and this was said on it.
    void hear(std::vector<api::WireFrame> frames) {
        service_.frames = [frames = std::move(frames)](const ledger::LineId&) { return frames; };
    }

    /// From here on customers are told by these; an example is of meter M1.
    void tell_by(api::NoticeTexts texts) {
        service_.notice_texts = [texts = std::move(texts)] { return texts; };
        service_.notice_example = [](const api::NoticeText& text) {
            return ledger::NoticeTemplate::read(text.text)->render({{"meter", "M1"}});
        };
    }

    CopyingShelf& backups() { return shelf_; }
    void keep_backups_of(AskedService& other) { service_.backups = other.shelf_.shelf(); }
    void take_folder_away() { service_.backups.reset(); }

    ledger::Instant clock() const { return {micros_}; }
    void pass(std::chrono::microseconds time) { micros_ += time.count(); }

private:
    void furnish();
    void furnish_control();

    TemporaryDirectory directory_;
    std::atomic<std::int64_t> micros_;
    std::unique_ptr<ledger::Book> book_;
    projections::ReadModels read_models_;
    api::Telemetry telemetry_;
    api::Access access_;
    CopyingShelf shelf_;
    api::Service service_;
    api::Router router_;
};

/// One for all properties of this program: they write nothing.
AskedService& asked();
