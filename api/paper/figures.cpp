#include "api/paper/figures.hpp"

namespace api {

std::string figure(ledger::Money amount) {
    std::string text = ledger::to_text(amount);
    const std::size_t first = text.starts_with('-') ? 1 : 0;
    const std::size_t point = std::min(text.find('.'), text.size());
    for (std::size_t i = point; i > first + 3; i -= 3) text.insert(i - 3, ",");
    return text;
}

}  // namespace api
