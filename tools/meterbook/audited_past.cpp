#include "tools/meterbook/audited_past.hpp"

#include <cstdlib>
#include <stdexcept>
#include <system_error>

#include "ledger/past.hpp"

namespace meterbook {

AuditedPast::~AuditedPast() {
    index_.reset();
    std::error_code ignored;  // what is left in the folder for temporary files harms nobody
    if (!directory_.empty()) std::filesystem::remove_all(directory_, ignored);
}

std::vector<ledger::Event> AuditedPast::of(const ledger::State& state, const ledger::MeterId& meter,
                                           std::size_t most) {
    const ledger::Subject subject{ledger::SubjectKind::meter, meter.text()};
    const auto* newest = ledger::find(state.versions, subject);
    if (newest == nullptr) return {};
    return *ledger::read_past(journal_, index(), meter, *newest, most);
}

const ledger::Index& AuditedPast::index() {
    if (index_) return *index_;
    std::string name = (std::filesystem::temp_directory_path() / "meterbook-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
        throw std::runtime_error("cannot make a folder in " +
                                 std::filesystem::temp_directory_path().string() +
                                 ": give one with room in TMPDIR");
    directory_ = name;
    index_.emplace(ledger::Index::open(directory_, journal_));
    return *index_;
}

}  // namespace meterbook
