#pragma once
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "tools/meterbook/bundle/findings.hpp"

namespace meterbook {

/// What came of every check, by its name: it holds, it is broken, or it was not looked into.
class Checklist {
public:
    struct Checked {
        std::string check;
        std::string verdict;  ///< "holds", "broken" or "not_checked"
        std::string why;      ///< it was not checked
    };

    explicit Checklist(std::vector<Finding> findings) : findings_(std::move(findings)) {}

    /// `why_not` empty: it holds where no finding is about it.
    void add(const std::string& check, const std::string& why_not = "");

    /// Every law of the ledger.
    void add_laws(const std::string& why_not);

    const std::vector<Checked>& all() const { return all_; }
    bool is_complete() const;

    nlohmann::ordered_json json() const;
    void print() const;

private:
    std::vector<Finding> findings_;
    std::vector<Checked> all_;
};

}  // namespace meterbook
