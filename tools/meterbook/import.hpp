#pragma once
#include <memory>
#include <string>

#include "ledger/book.hpp"

namespace meterbook {

/// What `meterbook import` was asked for.
struct WantedImport {
    std::string kind;  ///< accounts, prepared, balances; empty: a register
    std::string file, book, reason, sheet, profiles;
    std::string person = "import";
    bool is_dry_run = false;
    bool as_json = false;
    bool is_new = false;  ///< the book is begun with it
};

std::string content_of(const std::string& file);
/// The book of a directory; a new one is begun only where there is none.
std::unique_ptr<ledger::Book> open_for_import(const std::string& directory, bool is_new = false);
inline ledger::Actor actor_of(const WantedImport& wanted) {
    return {ledger::ActorKind::person, wanted.person, ""};
}

/// Each answers with the exit code.
int import_rows(const WantedImport& wanted);
int import_register_file(const WantedImport& wanted);

}  // namespace meterbook
