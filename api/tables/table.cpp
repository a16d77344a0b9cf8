#include "api/tables/table.hpp"

#include <numeric>

namespace api {

void TableBudget::take_row(const std::string& place, const TableRow& row) {
    text_ =
        std::accumulate(row.cells.begin(), row.cells.end(), text_,
                        [](std::size_t sum, const Cell& each) { return sum + each.text.size(); });
    cells_ += row.cells.size();
    if (++rows_ > most_rows)
        throw UnreadableFile(place, "more than 20,000 rows in all sheets: give them in parts");
    if (cells_ > most_cells)
        throw UnreadableFile(place, "more than 1,000,000 cells in all sheets: give them in parts");
    if (text_ > most_text)
        throw UnreadableFile(place, "more than 64 MiB of text: give it in parts");
}

}  // namespace api
