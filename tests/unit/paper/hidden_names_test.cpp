#include <array>
#include <cstdio>
#include <fstream>

#include <gtest/gtest.h>

#include "api/reports/report.hpp"
#include "api/tables/zip_file.hpp"
#include "tests/unit/api/guarded_service.hpp"

// Whoever may read everything but who the customers are is told of no name and no telephone, in
// whatever form an answer comes: everything that can be read is asked for.

namespace {

using namespace ledger;
using Json = nlohmann::json;
using Query = std::map<std::string, std::string>;

const std::string name = "Zhou Xingchi";
const std::string phone = "13911112222";

std::string text_of_pdf(const std::string& bytes) {
    const TemporaryDirectory directory;
    const std::string path = (directory / "paper.pdf").string();
    std::ofstream(path, std::ios::binary) << bytes;
    FILE* pipe = ::popen(("pdftotext -raw " + path + " -").c_str(), "r");
    std::string text;
    std::array<char, 4096> buffer{};
    for (std::size_t read = 0; (read = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
        text.append(buffer.data(), read);
    EXPECT_EQ(::pclose(pipe), 0);
    return text;
}

/// Of a workbook, or of files that go together.
std::string text_of_parts(const std::string& bytes) {
    api::ZipFile archive(bytes);
    std::string text;
    for (const std::string& each : archive.names()) text += archive.read_whole(each) + "\n";
    return text;
}

std::string text_of(const api::Response& answer) {
    if (answer.body.starts_with("%PDF-")) return text_of_pdf(answer.body);
    return api::is_zip(answer.body) ? text_of_parts(answer.body) : answer.body;
}

class HiddenNames : public testing::Test {
protected:
    HiddenNames() {
        RoleDefined role{RoleId("blind"), {}};
        for (std::size_t i = 0; i < EnumNames<Right>::names.size(); ++i) {
            const auto right = static_cast<Right>(i);
            if (right != Right::customer_read && !is_retired(right)) role.rights.push_back(right);
        }
        service.tell(DefineRole{role});
        service.hire("li", {"blind"});
        blind = service.sign_in("li").value();
        chen = service.sign_in("chen").value();
        const Json person{{"name", name}, {"phone", phone}};
        EXPECT_LT(service.ask(chen, "PUT", "/v1/customers/C1", person.dump()).status, 300);
        SiteConfigured site = service.book().read([](const State& state) { return *state.site; });
        site.notices =
            NoticeTerms{{NoticeChannel::sms}, NoticeLanguage::zh, {NoticeKind::balance_low}};
        service.tell(ConfigureSite{site});
        service.tell(SellCredit{WalletId("A1.M1"), cents(20'00), MethodId("cash")});
        service.tell(SetThresholds{{MeterId("M1"), cents(500'00), cents(1'00), 0}});
        service.tell(PrepareAccount{
            {AccountId("P1"), CustomerId("C1"), {MeterId("M2")}, WalletMode::per_meter, {}}});
        service.tell(
            RecordReading{MeterId("M1"), service.now(), {6'000'0, {}, 10, 1}, {}, "", 1, 1});
        service.catch_up();
        sale = std::to_string(service.events("CreditSold").front().envelope.position.number);
    }

    /// Each place of a pattern with something that is there.
    std::string path_of(std::string pattern, const std::string& report) const {
        const std::map<std::string, std::string> known{
            {"{wallet}", "A1.M1"}, {"{account}", "A1"},      {"{meter}", "M1"},
            {"{customer}", "C1"},  {"{building}", "B1"},     {"{gateway}", "G1"},
            {"{line}", "L1"},      {"{tariff}", "T"},        {"{operator}", "li"},
            {"{role}", "blind"},   {"{position}", sale},     {"{report}", report},
            {"{kind}", "day"},     {"{first}", "2026-10-01"}};
        for (const auto& [place, thing] : known) {
            const std::size_t at = pattern.find(place);
            if (at != std::string::npos) pattern.replace(at, place.size(), thing);
        }
        return pattern;
    }

    static Query query_of(const std::string& pattern, const std::string& format) {
        Query query;
        if (!format.empty()) query["format"] = format;
        if (pattern.ends_with("/statement"))
            query.insert({{"from", "2026-01-01"}, {"to", "2026-12-31"}});
        if (pattern == "/v1/explain") query["wallet"] = "A1.M1";
        return query;
    }

    /// How many of all that can be read are answered, and how many of these tell who it is.
    struct Found {
        int answered = 0;
        std::vector<std::string> telling;
    };
    Found look_everywhere(const Browser& who) {
        Found found;
        for (const api::Route& route : api::all_routes()) {
            if (route.method != "GET" || route.pattern.ends_with("/stream")) continue;
            std::vector<std::string> reports{""};
            if (route.pattern.ends_with("{report}")) {
                reports.clear();
                for (const api::Report& each : api::all_reports()) reports.push_back(each.name);
            }
            for (const std::string& report : reports) look(who, route.pattern, report, found);
        }
        return found;
    }

    GuardedService service;
    Browser blind;
    Browser chen;
    std::string sale;

private:
    void look(const Browser& who, const std::string& pattern, const std::string& report,
              Found& found) {
        for (const std::string format : {"", "json", "csv", "xlsx", "pdf"}) {
            const std::string path = path_of(pattern, report);
            const auto answer = service.ask_with(who, path, query_of(pattern, format));
            if (answer.status == 200) ++found.answered;
            const std::string text = text_of(answer);
            if (text.find(name) != std::string::npos || text.find(phone) != std::string::npos)
                found.telling.push_back(path + " " + format);
        }
    }
};

TEST_F(HiddenNames, AreInNoAnswerOfWhoMayNotReadThem) {
    const Found found = look_everywhere(blind);
    EXPECT_GT(found.answered, 150);
    EXPECT_EQ(found.telling, std::vector<std::string>());
}

/// Else the one above would find nothing in anything.
TEST_F(HiddenNames, AreInPapersReportsListsAndSheetsOfWhoMay) {
    const Found found = look_everywhere(chen);
    for (const char* each :
         {"/v1/customers csv", "/v1/reports/balances ", "/v1/reports/balances csv",
          "/v1/reports/balances xlsx", "/v1/wallets/A1.M1/statement pdf",
          "/v1/accounts/A1/statement pdf", "/v1/exports/register "})
        EXPECT_EQ(std::ranges::count(found.telling, each), 1) << each;
    EXPECT_EQ(std::ranges::count(found.telling, "/v1/papers/" + sale + " pdf"), 1);
}

}  // namespace
