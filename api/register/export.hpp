#pragma once
#include "api/register/rows.hpp"
#include "ledger/book.hpp"

namespace api {

/// All that the book says of its register, as rows that `import_register` would find unchanged and
/// that make the same register of an empty book. Forgotten customers and closed accounts are no
/// part of it. Throws Problem 409 where the name of a customer cannot be read.
RegisterRows export_register(const ledger::Book& book);

}  // namespace api
