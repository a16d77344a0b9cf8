#include "api/json/json_writer.hpp"
#include "api/reports/periods.hpp"
#include "api/reports/question.hpp"
#include "api/reports/report_writer.hpp"
#include "api/reports/spool.hpp"

namespace api {
namespace {

std::string quoted(const std::string& text) { return dump(Json(text)); }

/// Most texts are names, which stand as they are.
bool is_plain(const std::string& text) {
    return std::ranges::all_of(text,
                               [](char c) { return c >= ' ' && c < 127 && c != '"' && c != '\\'; });
}

void append_value(std::string& json, const ReportValue& value) {
    if (std::holds_alternative<std::monostate>(value)) {
        json += "null";
        return;
    }
    const std::string text = to_text(value);
    if (std::holds_alternative<std::int64_t>(value)) {
        json += text;
    } else if (is_plain(text)) {
        json.append("\"").append(text).append("\"");
    } else {
        json += quoted(text);
    }
}

Json as_of_json(const ReportHead& head) {
    if (head.known.is_none()) return nullptr;
    return {{"position", head.known.number},
            {"recorded_at", head.known_at ? Json(ledger::to_text(*head.known_at)) : Json(nullptr)}};
}

Json filters_json(const Question& question) {
    Json filters = Json::object();
    for (const auto& [name, value] : filters_of(question)) filters[name] = value;
    return filters;
}

/// The range before.
Json compared_with_json(const Question& question) {
    if (question.compare == Compare::nothing) return nullptr;
    const Question before = earlier(question);
    return {{"from", ledger::to_text(before.from)}, {"to", ledger::to_text(before.to)}};
}

Json columns_json(const ReportHead& head) {
    Json columns = Json::array();
    for (const ReportColumn& each : head.columns)
        columns.push_back({{"name", each.name},
                           {"heading", heading_of(each, head.language)},
                           {"kind", to_text(each.kind)}});
    return columns;
}

/// All but who asked and when: what is closed is the same bytes for ever.
Json head_json(const ReportHead& head) {
    const Question& question = head.question;
    Json json{{"report", head.report.name}, {"title", head.report.title.in(head.language)}};
    json["from"] = ledger::to_text(question.from);
    json["to"] = ledger::to_text(question.to);
    json["step"] = to_text(question.step);
    json["by"] = question.by.empty() ? Json(nullptr) : Json(question.by);
    json["filters"] = filters_json(question);
    json["compare"] =
        question.compare == Compare::nothing ? Json(nullptr) : Json(to_text(question.compare));
    json["compared_with"] = compared_with_json(question);
    json["as_of"] = as_of_json(head);
    json["is_closed"] = head.is_closed;
    json["zone"] = head.zone_name;
    json["currency"] = head.currency;
    json["columns"] = columns_json(head);
    return json;
}

class JsonReport : public ReportWriter {
public:
    explicit JsonReport(const ReportHead& head) : most_rows_(head.most_rows) {
        for (const ReportColumn& each : head.columns) names_.push_back(quoted(each.name));
        std::string begin = dump(head_json(head));
        begin.pop_back();  // the object goes on
        spool_.write(begin + ",\"rows\":[");
    }

    void add(const ReportRow& row) override {
        if (most_rows_ && listed_ == *most_rows_) return;
        line_ = listed_++ == 0 ? "\n" : ",\n";
        append_row(line_, row);
        spool_.write(line_);
    }

    Response finish(const ReportTail& tail) override {
        std::string end = "],\"row_count\":" + std::to_string(tail.rows) + ",\"totals\":";
        append_totals(end, tail.totals);
        end += ",\"breaches\":" + std::to_string(tail.breaches) + "}";
        spool_.write(end);
        Response response{200, {{"Content-Type", "application/json"}}, ""};
        spool_.move_into(response);
        return response;
    }

private:
    void append_row(std::string& json, const ReportRow& row) const {
        json += '{';
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (i > 0) json += ',';
            json.append(names_.at(i)).append(":");
            append_value(json, row[i]);
        }
        json += '}';
    }

    void append_totals(std::string& json, const ReportRow& totals) const {
        json += '{';
        bool is_first = true;
        for (std::size_t i = 0; i < totals.size(); ++i) {
            if (std::holds_alternative<std::monostate>(totals[i])) continue;
            json.append(is_first ? "" : ",").append(names_.at(i)).append(":");
            append_value(json, totals[i]);
            is_first = false;
        }
        json += '}';
    }

    std::optional<std::size_t> most_rows_;
    std::vector<std::string> names_;
    std::size_t listed_ = 0;
    std::string line_;  ///< of one row: its memory serves the next
    Spool spool_;
};

}  // namespace

std::unique_ptr<ReportWriter> json_writer(const ReportHead& head) {
    return std::make_unique<JsonReport>(head);
}

}  // namespace api
