#include "api/register/imports.hpp"

#include <algorithm>
#include <map>

#include "api/access/command_rights.hpp"
#include "api/exports.hpp"
#include "api/http/multipart.hpp"
#include "api/register/export.hpp"
#include "api/register/import.hpp"
#include "api/register/register_file.hpp"
#include "api/replies.hpp"
#include "api/wanted_format.hpp"

namespace api {
namespace {

using ledger::ExportFormat;

/// A file that came, and what was said beside it.
struct Upload {
    std::string bytes;
    std::string sheet;
    std::string reason;
    bool is_dry_run = false;
};

bool flag_of(const std::string& name, const std::string& text) {
    if (text.empty() || text == "false") return false;
    if (text == "true") return true;
    throw Problem(400, "field_must_fit", name, name + ": give true or false");
}

void take_field(Upload& upload, const std::string& name, const std::string& value) {
    if (name == "sheet") {
        upload.sheet = value;
    } else if (name == "reason") {
        upload.reason = value;
    } else if (name == "dry_run") {
        upload.is_dry_run = flag_of(name, value);
    } else {
        throw Problem(400, "field_must_fit", name,
                      name + ": give sheet, reason or dry_run, or leave it out");
    }
}

/// "meters.csv" is the sheet of meters, unless the file is called otherwise.
std::string sheet_named_by(const std::string& file_name) {
    const std::string stem = file_name.substr(0, file_name.find('.'));
    const auto& sheets = register_sheets();
    const bool is_sheet =
        std::ranges::any_of(sheets, [&](const RegisterSheet& each) { return each.name == stem; });
    return is_sheet ? stem : "";
}

Upload upload_in(const Request& request) {
    Upload upload;
    for (const auto& [name, value] : request.query) take_field(upload, name, value);
    const std::string type = request.header("content-type");
    if (!is_multipart(type)) {
        upload.bytes = request.body;
        return upload;
    }
    for (FormPart& each : parts_in(type, request.body)) {
        if (each.name != "file") {
            take_field(upload, each.name, each.body);
        } else if (!upload.bytes.empty()) {
            throw Problem(400, "field_must_fit", "file", "file: give one file");
        } else {
            upload.bytes = std::move(each.body);
            if (upload.sheet.empty()) upload.sheet = sheet_named_by(each.file_name);
        }
    }
    return upload;
}

/// What the rows of a sheet take besides bringing a file in.
Right right_of(const std::string& sheet) {
    static const std::map<std::string, Right> rights{
        {"site", Right::site_edit},          {"buildings", Right::place_edit},
        {"gateways", Right::place_edit},     {"lines", Right::place_edit},
        {"calendars", Right::tariff_edit},   {"tariffs", Right::tariff_edit},
        {"meters", Right::meter_edit},       {"meter_tariffs", Right::tariff_edit},
        {"customers", Right::customer_edit}, {"accounts", Right::account_edit}};
    return rights.at(sheet);
}

void check_right(const Call& call, const ImportStep& step) {
    need_right(call, right_of(step.sheet));
    for (const ledger::Command& each : step.commands) {
        need_rights_of(call, each);
        if (std::holds_alternative<ledger::RecordReading>(each))
            need_right(call, Right::reading_enter);
    }
}

/// POST /v1/imports?dry_run=&sheet=&reason=: the file itself, or a form with `file`
Response import_file(const Call& call) {
    const Upload upload = upload_in(call.request);
    const ledger::Actor actor = call.caller.actor;
    try {
        const ImportOutcome outcome =
            import_register(call.service.book, upload.bytes, upload.sheet,
                            {actor, upload.reason, upload.is_dry_run,
                             [&](const ImportStep& step) { check_right(call, step); }},
                            {call.service.clock(), call.service.why_the_book_deducts});
        const int done = outcome.is_written ? 201 : 200;
        const bool is_refused = !outcome.faults.empty() && !upload.is_dry_run;
        return json_response(outcome_json(outcome, upload.is_dry_run), is_refused ? 422 : done);
    } catch (const UnreadableFile& unreadable) {
        throw Problem(400, "file_must_be_readable", unreadable.place, unreadable.what());
    }
}

Response file_response(const WantedFile& wanted, std::string bytes) {
    return {200,
            {{"Content-Type", media_type_of(wanted)},
             {"Content-Disposition", "attachment; filename=\"" + file_name_of(wanted) + "\""}},
            std::move(bytes)};
}

/// GET /v1/exports/register?format=&sheet=
Response export_file(const Call& call) {
    const WantedFile wanted = wanted_file(
        call.request,
        wanted_format(call.request, {ExportFormat::json, ExportFormat::csv, ExportFormat::xlsx}));
    (void)refuse_what_is_not_written(call);
    const std::vector<Table> tables = write_register(export_register(call.service.book));
    std::size_t rows = 0;
    for (const Table& each : tables)
        rows += wanted.sheet.empty() || wanted.sheet == each.name ? each.rows.size() : 0;
    tell_export(call, wanted.format, rows);
    return file_response(wanted, write_file(tables, wanted));
}

/// GET /v1/imports/template?format=&sheet=: a workbook, unless another format is asked for
Response template_file(const Call& call) {
    const WantedFile wanted = wanted_file(
        call.request, wanted_format(call.request, {ExportFormat::xlsx, ExportFormat::csv}));
    return file_response(wanted, write_template(wanted));
}

}  // namespace

std::vector<Route> import_routes() {
    return {{"POST", "/v1/imports", Right::import_run, import_file},
            {"GET", "/v1/imports/template", Right::catalogue_read, template_file},
            {"GET", "/v1/exports/register", Right::customer_read, export_file}};
}

}  // namespace api
