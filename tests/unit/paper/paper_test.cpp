#include <array>
#include <cstdio>
#include <fstream>
#include <regex>
#include <thread>

#include <gtest/gtest.h>

#include "api/paper/canvas.hpp"
#include "ledger/journal/journal.hpp"
#include "ledger/journal/sha256.hpp"
#include "ledger/proofs/receipt.hpp"
#include "tests/unit/paper/paper_house.hpp"
#include "tests/unit/paper/word_boxes.hpp"

// Papers as other programs read them: poppler's pdftotext and pdfinfo, and zbarimg.

namespace {

using namespace ledger;
using Json = nlohmann::json;
using Query = PaperHouse::Query;

/// What a program prints. Fails where it does not end well.
std::string output_of(const std::string& command) {
    FILE* pipe = ::popen(command.c_str(), "r");
    std::string text;
    std::array<char, 4096> buffer{};
    for (std::size_t read = 0; (read = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
        text.append(buffer.data(), read);
    EXPECT_EQ(::pclose(pipe), 0) << command;
    return text;
}

/// A PDF in a file.
class Pdf {
public:
    explicit Pdf(const api::Response& answer) {
        EXPECT_EQ(answer.status, 200) << answer.body;
        EXPECT_EQ(answer.headers.at("Content-Type"), "application/pdf");
        std::ofstream(path(), std::ios::binary) << answer.body;
    }

    /// Amounts as in JSON: on paper they are grouped by thousands.
    std::string text() const {
        static const std::regex group("(\\d),(\\d{3})");
        return std::regex_replace(output_of("pdftotext -layout " + path() + " -"), group, "$1$2");
    }
    /// Every word with where it stands, as pdftotext tells it.
    std::string boxes() const { return output_of("pdftotext -bbox " + path() + " -"); }
    std::string facts() const { return output_of("pdfinfo " + path()); }
    std::string fonts() const { return output_of("pdffonts " + path()); }
    std::string code() const {
        output_of("pdftoppm -r 200 -png -singlefile " + path() + " " + path());
        return output_of("zbarimg -q --raw " + path() + ".png 2>/dev/null");
    }

private:
    std::string path() const { return (directory_ / "paper").string(); }
    TemporaryDirectory directory_;
};

Query pdf(Query query = {}) {
    query["format"] = "pdf";
    query.try_emplace("lang", "zh");
    return query;
}

std::string at(const char* room, Position position) {
    return std::string("/v1/") + room + "/" + std::to_string(position.number);
}

/// One house for all tests: a month, then a sale, its refund in part, and the refund's reversal.
struct Furnished : PaperHouse {
    Furnished() {
        live_a_month();
        sale = tell(SellCredit{wallet(), cents(107'000'53), MethodId("wechat")});
        refund = tell(RefundCredit{sale, cents(20'05), MethodId("cash")}, "多充了一笔");
        reversal = tell(ReverseTransaction{refund, true}, "客户改主意");
    }
    Position sale;
    Position refund;
    Position reversal;
};

class Papers : public testing::Test {
protected:
    static void SetUpTestSuite() { made = std::make_unique<Furnished>(); }
    static void TearDownTestSuite() { made.reset(); }
    static inline std::unique_ptr<Furnished> made;
    Furnished& house = *made;

    Position print(Position transaction) {
        const auto answer = house.post("/v1/prints", {{"transaction", transaction.number}});
        EXPECT_EQ(answer.status, 201) << answer.body;
        return {Json::parse(answer.body)["position"].get<std::uint64_t>()};
    }
};

void expect_each(const std::string& text, const Json& paper,
                 std::initializer_list<const char*> of) {
    for (const char* each : of)
        EXPECT_NE(text.find(paper[each].get<std::string>()), std::string::npos)
            << each << " is not in\n"
            << text;
}

TEST_F(Papers, AReceiptShowsEveryFigureOfItsJson) {
    for (const Position each : {house.sale, house.refund, house.reversal}) {
        const Json paper = house.read(at("papers", each));
        for (const char* form : {"a5", "roll80"}) {
            const std::string text =
                Pdf(house.get(at("papers", each), pdf({{"paper", form}}))).text();
            expect_each(text, paper,
                        {"site", "clock", "account", "customer", "customer_name", "wallet",
                         "operator", "paid", "capitals", "balance_before", "balance_after"});
            EXPECT_NE(text.find("20260203001"), std::string::npos) << text;
            EXPECT_NE(text.find("1.0234"), std::string::npos) << text;
            EXPECT_NE(text.find("00000003"), std::string::npos) << text;
        }
    }
    const Json sale = house.read(at("papers", house.sale));
    EXPECT_EQ(sale["capitals"], "壹拾万柒仟元伍角叁分");
    EXPECT_EQ(sale["fee"], "1605.00");
    EXPECT_EQ(house.read(at("papers", house.refund))["reason"], "多充了一笔");
}

TEST_F(Papers, AReceiptIsOfTheSizeThatWasAskedFor) {
    const auto facts = [&](const char* form) {
        return Pdf(house.get(at("papers", house.sale), pdf({{"paper", form}}))).facts();
    };
    EXPECT_NE(facts("a5").find("419.528 x 595.276 pts"), std::string::npos) << facts("a5");
    EXPECT_NE(facts("roll80").find("Page size:       226.772 x"), std::string::npos);
    for (const char* form : {"a5", "roll80"})
        EXPECT_TRUE(std::regex_search(facts(form), std::regex("Pages: +1\n")));
    EXPECT_EQ(house.get(at("papers", house.sale), pdf({{"paper", "a3"}})).status, 400);
}

TEST_F(Papers, TheCodeLeadsToTheProofOfThatReceipt) {
    const Json paper = house.read(at("papers", house.sale));
    const auto leaf = leaf_hash(house.book().journal().get(house.sale));
    EXPECT_EQ(paper["hash"],
              to_hex(BytesView(reinterpret_cast<const char*>(leaf.data()), leaf.size())));
    const std::string proof = paper["proof"];
    EXPECT_TRUE(proof.starts_with("https://power.example.com/v1/")) << proof;
    EXPECT_NE(proof.find(paper["hash"].get<std::string>()), std::string::npos);
    for (const char* form : {"a5", "roll80"})
        EXPECT_EQ(Pdf(house.get(at("papers", house.sale), pdf({{"paper", form}}))).code(),
                  proof + "\n");
}

TEST_F(Papers, TheProofOfAPaperIsOpenToWhoeverHoldsIt) {
    for (const Position each : {house.sale, house.refund}) {
        const Json paper = house.read(at("papers", each));
        const std::string address = "https://power.example.com";
        const std::string link = paper["proof"].get<std::string>().substr(address.size());
        const std::string path = link.substr(0, link.find('?'));
        const std::string hash = paper["hash"];
        EXPECT_EQ(link, path + "?hash=" + hash);
        auto answer = house.get(path, {{"hash", hash}});
        for (int i = 0; answer.status == 503 && i < 1'000; ++i) {  // it is signed in a moment
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
            answer = house.get(path, {{"hash", hash}});
        }
        ASSERT_EQ(answer.status, 200) << answer.body;
        const Json proof = Json::parse(answer.body);
        EXPECT_EQ(proof["amount"], paper["amount"]);
        const auto receipt = receipt_from_text(proof["receipt"].get<std::string>());
        ASSERT_TRUE(receipt);
        EXPECT_EQ(receipt->event, house.book().journal().get(each));
        for (const auto& other : {std::string(64, '0'), hash.substr(1), std::string()})
            EXPECT_EQ(house.get(path, {{"hash", other}}).status, 404);
        EXPECT_EQ(house.get(path, {}).status, 400);
        EXPECT_EQ(house.get("/v1/proofs/papers/1", {{"hash", hash}}).status, 404);
        EXPECT_EQ(house.get("/v1/proofs/papers/99999", {{"hash", hash}}).status, 404);
    }
}

TEST_F(Papers, AReprintKeepsItsNumberAndIsCounted) {
    const Position first = print(house.refund);
    const Position second = print(house.refund);
    const Position third = print(house.refund);
    EXPECT_EQ(house.read(at("prints", first))["print"], 1);
    EXPECT_EQ(house.read(at("prints", third))["print"], 3);
    const auto text = [&](Position each, const char* language) {
        return Pdf(house.get(at("prints", each), pdf({{"lang", language}}))).text();
    };
    EXPECT_EQ(text(first, "zh").find("补打"), std::string::npos);
    EXPECT_NE(text(second, "zh").find("补打 第 1 次"), std::string::npos);
    EXPECT_NE(text(third, "en").find("Reprint 2"), std::string::npos);
    EXPECT_NE(Pdf(house.get(at("papers", house.refund), pdf())).text().find("电子副本"),
              std::string::npos);
    EXPECT_EQ(house.get(at("prints", house.sale)).status, 404);
    EXPECT_EQ(house.post("/v1/prints", {{"transaction", 1}}).status, 404);
}

TEST_F(Papers, TheSameContentHasTheSameBytes) {
    const Position printed = print(house.sale);
    for (const char* form : {"a5", "roll80"}) {
        const auto first = house.get(at("prints", printed), pdf({{"paper", form}}));
        house.pass(std::chrono::hours(1));
        EXPECT_EQ(first.body, house.get(at("prints", printed), pdf({{"paper", form}})).body);
    }
}

TEST_F(Papers, TheirTextIsTextAndOfTheFontWhatIsUsed) {
    const Pdf paper(house.get(at("papers", house.sale), pdf()));
    EXPECT_TRUE(std::regex_search(paper.fonts(), std::regex("[A-Z]{6}\\+\\S+ .* yes yes yes")))
        << paper.fonts();
    EXPECT_EQ(paper.facts().find("Type 3"), std::string::npos);
}

TEST_F(Papers, SpeakTheLanguageThatIsAskedFor) {
    const auto text = [&](Query query, const Query& headers) {
        query["format"] = "pdf";
        return Pdf(house.get(at("papers", house.sale), query, headers)).text();
    };
    EXPECT_NE(text({}, {{"accept-language", "fr, zh-CN;q=0.9, en;q=0.8"}}).find("售电收据"),
              std::string::npos);
    EXPECT_NE(text({}, {{"accept-language", "zh;q=0.5, en-GB;q=0.8"}}).find("Receipt"),
              std::string::npos);
    EXPECT_NE(text({{"lang", "zh"}}, {{"accept-language", "en"}}).find("售电收据"),
              std::string::npos);
    EXPECT_EQ(house.get(at("papers", house.sale), {{"format", "pdf"}, {"lang", "la"}}).status, 400);
}

// --- statements ----------------------------------------------------------------------------------

const std::string statement_path = "/v1/wallets/A0203.M0203/statement";
Query october() { return {{"from", "2026-10-01"}, {"to", "2026-10-31"}}; }

Money money_in(const Json& text) { return *from_text<Money>(text.get<std::string>()); }

Money sum_of(const Json& lines) {
    Money sum;
    for (const Json& each : lines) sum += money_in(each["amount"]);
    return sum;
}

TEST_F(Papers, AStatementAddsUpByDayAndByEntry) {
    for (const char* detail : {"day", "entry"}) {
        Query query = october();
        query["detail"] = detail;
        const Json section = house.read(statement_path, query)["wallets"][0];
        Money balance = money_in(section["opening"]);
        for (const Json& row : section["rows"]) {
            balance += money_in(row["amount"]);
            EXPECT_EQ(balance, money_in(row["balance_after"])) << row;
            if (row["kind"] != "charge") continue;
            EXPECT_EQ(-sum_of(row["lines"]), money_in(row["amount"])) << row;
        }
        EXPECT_EQ(balance, money_in(section["closing"]));
        for (const Json& each : section["sums"]) {
            if (each["kind"] != "charge") continue;
            EXPECT_EQ(-sum_of(section["bands"]), money_in(each["amount"]));
        }
        EXPECT_EQ(section["meters"][0]["before_kwh"], "1234.56");
        EXPECT_EQ(section["energy_kwh"], section["meters"][0]["charged_kwh"]);
    }
}

TEST_F(Papers, StatementsOfPartsOfAPeriodFollowEachOther) {
    Json before;
    for (const auto& [from, to] :
         std::initializer_list<std::pair<const char*, const char*>>{{"2026-09-29", "2026-10-03"},
                                                                    {"2026-10-04", "2026-10-10"},
                                                                    {"2026-10-11", "2026-10-11"},
                                                                    {"2026-10-12", "2026-11-02"}}) {
        const Json section = house.read(statement_path, {{"from", from}, {"to", to}})["wallets"][0];
        const Json opening = before.is_null() ? Json("0.00") : before["closing"];
        EXPECT_EQ(section["opening"], opening) << from;
        before = section;
    }
    EXPECT_EQ(before["closing"], house.read("/v1/wallets/A0203.M0203")["balance"]);
}

TEST_F(Papers, AStatementShowsEveryFigureOfItsJson) {
    Query query = october();
    query["detail"] = "entry";
    const Json statement = house.read(statement_path, query);
    const Pdf paper(house.get(statement_path, pdf(query)));
    const std::string text = paper.text();
    expect_each(text, statement, {"site", "account", "customer_name", "from", "to"});
    const Json& section = statement["wallets"][0];
    expect_each(text, section, {"wallet", "opening", "closing", "energy_kwh"});
    for (const Json& row : section["rows"]) {
        expect_each(text, row, {"amount", "balance_after"});
        for (const Json& line : row["lines"]) expect_each(text, line, {"price", "energy_kwh"});
    }
    for (const Json& each : section["meters"])
        expect_each(text, each, {"meter", "before_kwh", "after_kwh", "charged_kwh"});
    EXPECT_NE(paper.facts().find("(A4)"), std::string::npos);
    std::smatch pages;
    const std::string facts = paper.facts();
    ASSERT_TRUE(std::regex_search(facts, pages, std::regex("Pages: +(\\d+)")));
    const std::string n = pages[1];
    EXPECT_TRUE(std::regex_search(text, std::regex("第 *" + n + " *页 *共 *" + n + " *页")))
        << text;
    std::size_t headings = 0;
    for (std::size_t found = text.find("说明"); found != std::string::npos;
         found = text.find("说明", found + 1))
        ++headings;
    EXPECT_GT(headings, 1U) << "the heading stands on every page";
}

TEST_F(Papers, AStatementOfDaysThatAreOverStaysAsItWas) {
    const Query query = pdf({{"from", "2026-10-02"}, {"to", "2026-10-20"}});
    const auto first = house.get(statement_path, query);
    house.tell(SellCredit{PaperHouse::wallet(), cents(1'00), MethodId("cash")});
    house.pass(std::chrono::hours(2));
    EXPECT_EQ(first.body, house.get(statement_path, query).body);
}

TEST_F(Papers, AStatementThatLeavesIsInTheLogFirst) {
    const Position before = house.book().journal().head().last;
    const auto answer = house.get("/v1/accounts/A0203/statement", pdf(october()));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(house.book().journal().head().last, before.next());
}

TEST_F(Papers, APeriodThatCannotBeIsRefused) {
    const auto status = [&](const char* from, const char* to) {
        return house.get(statement_path, {{"from", from}, {"to", to}}).status;
    };
    EXPECT_EQ(status("2026-10-02", "2026-10-01"), 400);
    EXPECT_EQ(status("2026-10-02", "2028-10-01"), 400);
    EXPECT_EQ(status("yesterday", "2026-10-01"), 400);
    EXPECT_EQ(house.get("/v1/wallets/NOBODY/statement", october()).status, 404);
}

TEST_F(Papers, TheOutlookIsTheBalanceOverTheUseOfTheLastWeek) {
    const Json outlook = house.read("/v1/wallets/A0203.M0203/outlook");
    EXPECT_EQ(outlook["days"], 7);
    const Money used = money_in(outlook["used"]);
    const Money balance = money_in(outlook["balance"]);
    const std::int64_t tenths = balance.count() * 70 / used.count();
    EXPECT_EQ(outlook["days_left"],
              std::to_string(tenths / 10) + "." + std::to_string(tenths % 10));
    const Json prices = house.read("/v1/wallets/A0203.M0203/prices")["items"];
    ASSERT_EQ(prices.size(), 1U);
    EXPECT_EQ(prices[0]["price"]["prices"][0]["price"], "1.0234");
}

TEST(APaper, WithoutAPublicAddressHasTheHashInsteadOfACode) {
    PaperHouse house;
    const auto sale = house.tell(SellCredit{PaperHouse::wallet(), cents(100'00), MethodId("cash")});
    house.forget_address();
    const Json paper = house.read(at("papers", sale));
    EXPECT_TRUE(paper["proof"].is_null());
    const std::string text = Pdf(house.get(at("papers", sale), pdf())).text();
    EXPECT_NE(text.find(paper["hash"].get<std::string>().substr(0, 32)), std::string::npos);
    EXPECT_TRUE(house.read("/v1/wallets/A0203.M0203/outlook")["days_left"].is_null());
}

TEST(APaper, ShowsWhoHeldTheWalletWhenMoneyMoved) {
    PaperHouse house;
    const auto sale = house.tell(SellCredit{PaperHouse::wallet(), cents(100'00), MethodId("cash")});
    house.tell(*house.sealed("C9", "李四"));
    house.tell(TransferAccount{AccountId("A0203"), CustomerId("C9")}, "moves out");
    house.count(1'000, 1'000);
    const auto later =
        house.tell(SellCredit{PaperHouse::wallet(), cents(100'00), MethodId("cash")});
    house.tell(DetachMeter{AccountId("A0203"), MeterId("M0203"), MethodId("cash"), {}},
               "moves out");
    EXPECT_EQ(house.read(at("papers", sale))["customer_name"], "王小明");
    EXPECT_EQ(house.read(at("papers", later))["customer_name"], "李四");
    EXPECT_EQ(house.read(at("papers", later))["supplies"][0]["room"], "0203");
}

TEST(LongNames, LieOnNoOtherWordsOfAPaper) {
    Furnished house;
    std::string name;
    for (int i = 0; i < 12; ++i) name += "上海市浦东新区张江高科技园区";
    house.tell(ConfigureSite{{name.substr(0, 150),
                              "Asia/Shanghai",
                              "CNY",
                              {MethodId("cash"), MethodId("wechat")},
                              120,
                              1800,
                              3,
                              Cutoff::manual}});
    house.tell(RegisterBuilding{{BuildingId("B1"), name.substr(0, 150)}});
    house.tell(*house.sealed("C0203", name.substr(0, 150)));
    const Position sale =
        house.tell(SellCredit{PaperHouse::wallet(), cents(1'234'567'89), MethodId("wechat")},
                   name.substr(0, 198));
    for (const auto& target : {at("papers", sale), std::string(statement_path)}) {
        for (const char* form : {"a5", "roll80"}) {
            Query query = pdf({{"paper", form}});
            if (target == statement_path) query = pdf(october());
            const std::string told = Pdf(house.get(target, query)).boxes();
            for (std::size_t page = told.find("<page"); page != std::string::npos;) {
                const std::size_t next = told.find("<page", page + 1);
                expect_apart(boxes_in(told.substr(page, next - page)), target + ' ' + form);
                page = next;
            }
        }
    }
}
}  // namespace
