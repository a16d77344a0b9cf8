#pragma once
#include "api/reports/report.hpp"

namespace ledger {
class Book;
}  // namespace ledger

namespace api {

// A name that is misspelt would be answered with zeros. What is closed, retired or disabled has
// been there, and is asked about as before. Both throw Problem 400 that names the parameter.

/// Refuses a building, an account, a wallet or a meter that the book has never had.
void refuse_unknown_things(const ledger::Book& book, const Question& question);

/// Refuses an operator and a way of paying that the book does not know, where the report has no
/// rows of theirs: who asks with the token of the API says himself who he is, and a way of paying
/// that is no longer taken is in the log alone.
void refuse_unknown_names(const ledger::Book& book, const Question& question, std::size_t rows);

}  // namespace api
