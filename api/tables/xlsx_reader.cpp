#include "api/tables/xlsx_reader.hpp"

#include <algorithm>
#include <map>

#include "api/tables/xlsx_sheet.hpp"
#include "api/tables/xlsx_styles.hpp"
#include "api/tables/xlsx_texts.hpp"
#include "api/tables/zip_file.hpp"

namespace api {
namespace {

constexpr const char* workbook_part = "xl/workbook.xml";
constexpr std::size_t most_sheets = 100;

/// Shows every element of a part.
void each_element(
    ZipFile& archive, const std::string& part,
    const std::function<void(const std::string&, const XmlEvents::Attributes&)>& show) {
    XmlReader reader(part, {show, [](const auto&) {}, [](std::string_view) {}});
    archive.read(part, [&](std::string_view piece) { reader.read(piece); });
    reader.finish();
}

std::string value_of(const XmlEvents::Attributes& attributes, const char* name) {
    const auto found = attributes.find(name);
    return found == attributes.end() ? "" : found->second;
}

/// The parts of the workbook by the names of their relations.
std::map<std::string, std::string> related_parts(ZipFile& archive) {
    std::map<std::string, std::string> parts;
    each_element(archive, "xl/_rels/workbook.xml.rels",
                 [&](const std::string& name, const XmlEvents::Attributes& attributes) {
                     if (name != "Relationship") return;
                     const std::string target = value_of(attributes, "Target");
                     parts[value_of(attributes, "Id")] =
                         target.starts_with('/') ? target.substr(1) : "xl/" + target;
                 });
    return parts;
}

struct Worksheet {
    std::string name;
    std::string relation;
};

struct Workbook {
    std::vector<Worksheet> sheets;
    bool is_1904 = false;
};

Workbook workbook_in(ZipFile& archive) {
    Workbook workbook;
    each_element(
        archive, workbook_part,
        [&](const std::string& name, const XmlEvents::Attributes& attributes) {
            if (name == "workbookPr") {
                const std::string date = value_of(attributes, "date1904");
                workbook.is_1904 = date == "1" || date == "true";
            }
            if (name != "sheet") return;
            if (workbook.sheets.size() == most_sheets)
                throw UnreadableFile("", "more than 100 sheets: leave some out");
            workbook.sheets.push_back({value_of(attributes, "name"), value_of(attributes, "id")});
        });
    return workbook;
}

class SheetReader {
public:
    SheetReader(ZipFile& archive, const WorkbookParts& parts) : archive_(archive), parts_(parts) {}

    Table read(const std::string& name, const std::string& part) {
        SheetEvents events(name, parts_, budget_);
        XmlReader reader("sheet " + name, {[&](const auto& element, const auto& attributes) {
                                               events.begin(element, attributes);
                                           },
                                           [&](const auto& element) { events.end(element); },
                                           [&](std::string_view piece) { events.text(piece); }});
        archive_.read(part, [&](std::string_view piece) { reader.read(piece); });
        reader.finish();
        return events.take();
    }

private:
    ZipFile& archive_;
    const WorkbookParts& parts_;
    TableBudget budget_;
};

}  // namespace

bool is_workbook(std::string_view bytes) {
    return is_zip(bytes) && ZipFile(bytes).has(workbook_part);
}

std::vector<Table> read_workbook(std::string_view bytes) {
    ZipFile archive(bytes);
    if (!archive.has(workbook_part))
        throw UnreadableFile("", "the archive holds no workbook: save it as .xlsx");
    const Workbook workbook = workbook_in(archive);
    const auto parts = related_parts(archive);
    const WorkbookParts shared{shared_texts(archive), date_formats(archive), workbook.is_1904};
    SheetReader reader(archive, shared);
    std::vector<Table> tables;
    for (const Worksheet& each : workbook.sheets) {
        if (each.name.starts_with('#')) continue;
        const auto part = parts.find(each.relation);
        if (part == parts.end() || !archive.has(part->second))
            throw UnreadableFile("sheet " + each.name, "it is not in the file: save the file anew");
        tables.push_back(reader.read(each.name, part->second));
    }
    return tables;
}

}  // namespace api
