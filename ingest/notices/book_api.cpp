#include "ingest/notices/book_api.hpp"

#include <algorithm>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "ingest/notices/book_answers.hpp"

namespace notices {
namespace {

constexpr std::size_t most_text = 200;  // bytes of a cause, as the book takes it

/// Not in the middle of a letter.
std::string cut(std::string text) {
    if (text.size() <= most_text) return text;
    std::size_t end = most_text;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return text.substr(0, end);
}

std::string sentence(const HttpAnswer& answer) {
    const ProblemText problem = problem_in(answer.body);
    return problem.code.empty()
               ? std::to_string(answer.status)
               : fmt::format("{} {}: {}", answer.status, problem.code, problem.detail);
}

/// What the answer says, or that it cannot be read.
template <class Read>
auto read_answer(const Read& read, const std::string& body) {
    try {
        return read(body);
    } catch (const std::exception& fault) {
        throw BookTrouble(fmt::format("the book's answer cannot be read: {}", fault.what()));
    }
}

std::string cause_of(const Outcome& outcome) {
    if (outcome.kind != OutcomeKind::unknown) return cut(outcome.words);
    return cut("not known whether it was sent, so not sent again: " + outcome.words);
}

}  // namespace

BookApi::BookApi(Address address, HttpClient client)
    : address_(std::move(address)), client_(std::move(client)) {
    while (address_.url.ends_with('/')) address_.url.pop_back();
}

Site BookApi::site() { return read_answer(site_in, get("/v1/site")); }

std::vector<Notice> BookApi::queued(ledger::NoticeChannel channel) {
    std::vector<Notice> all;
    std::string cursor;
    do {
        const NoticePage page =
            read_answer(notice_page_in,
                        get(fmt::format("/v1/notices?state=queued&limit=1000&at_least={}{}",
                                        seen_.number, cursor.empty() ? "" : "&cursor=" + cursor)));
        std::copy_if(page.notices.begin(), page.notices.end(), std::back_inserter(all),
                     [&](const Notice& each) { return each.facts.channel == channel; });
        cursor = page.next;
    } while (!cursor.empty());
    return all;
}

Notice BookApi::notice(ledger::Position position) {
    Notice notice = read_answer(
        notice_in, get(fmt::format("/v1/notices/{}?at_least={}", position.number, seen_.number)));
    notice.id = read_answer(event_id_in, get(fmt::format("/v1/events/{}", position.number)));
    return notice;
}

Recipient BookApi::recipient(const ledger::CustomerId& customer) {
    const HttpAnswer answer = ask({"GET", "/v1/customers/" + customer.text(), {}, {}});
    if (answer.status == 404) return {};  // an account needs no registered customer
    if (answer.status != 200) throw BookTrouble("the book answered " + sentence(answer));
    return read_answer(recipient_in, answer.body);
}

BookText BookApi::text(ledger::NoticeKind kind, ledger::NoticeLanguage language) {
    return read_answer(text_in, get(fmt::format("/v1/notice-texts/{}.{}", ledger::to_text(kind),
                                                ledger::to_text(language))));
}

bool BookApi::report(const Handover& handover) {
    HttpAnswer answer = send_report(handover, handover.text);
    // A book that was restored from before a text was set does not know it.
    if (answer.status == 422 && !handover.text.is_none()) answer = send_report(handover, {});
    if (answer.status == 409) return false;
    if (answer.status != 200 && answer.status != 201)
        throw BookTrouble("the book did not take a report: " + sentence(answer));
    if (const auto written = read_answer(position_in, answer.body))
        seen_ = std::max(seen_, *written);
    return true;
}

HttpAnswer BookApi::send_report(const Handover& handover, ledger::Position text) {
    const Outcome& outcome = *handover.outcome;
    const bool is_taken = outcome.kind == OutcomeKind::taken;
    nlohmann::ordered_json body =
        is_taken ? nlohmann::ordered_json{{"reference", cut(outcome.words)}}
                 : nlohmann::ordered_json{{"cause", cause_of(outcome)},
                                          {"is_final", outcome.kind != OutcomeKind::refused}};
    if (is_taken && !text.is_none()) body["text"] = text.number;
    return ask({"POST",
                fmt::format("/v1/notices/{}/{}", handover.notice.number,
                            is_taken ? "delivery" : "failure"),
                {fmt::format("Idempotency-Key: notice/{}/{}/{}", handover.id, handover.attempt,
                             ledger::to_text(outcome.kind))},
                body.dump()});
}

std::string BookApi::get(const std::string& target) {
    HttpAnswer answer = ask({"GET", target, {}, {}});
    // A book that was restored from before what it said: it may be older now.
    if (answer.status == 503) seen_ = {};
    if (answer.status != 200) throw BookTrouble("the book answered " + sentence(answer));
    return std::move(answer.body);
}

HttpAnswer BookApi::ask(HttpRequest request) {
    request.url = address_.url + request.url;
    request.headers.emplace_back("X-Operator: deliver");
    request.headers.emplace_back("Content-Type: application/json");
    if (!address_.token.empty())
        request.headers.push_back("Authorization: Bearer " + address_.token);
    try {
        return client_.ask(request);
    } catch (const NoAnswer& nobody) {
        throw BookTrouble(fmt::format("the book does not answer: {}", nobody.what()));
    }
}

}  // namespace notices
