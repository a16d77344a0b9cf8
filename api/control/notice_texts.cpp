#include "api/replies.hpp"

namespace api {
namespace {

Json text_json(const NoticeText& text) {
    return {{"kind", ledger::to_text(text.kind)},
            {"language", ledger::to_text(text.language)},
            {"text", text.text},
            {"example", text.example}};
}

/// GET /v1/notice-texts?cursor=&limit=: of every kind in every language
Response list_texts(const Call& call) {
    NoticeTexts all = call.service.notice_texts ? call.service.notice_texts() : NoticeTexts{};
    const std::size_t limit = limit_of(call.request);
    projections::Page<NoticeText> page;
    for (std::size_t at = number_of(call.request, "cursor", 0); at < all.size(); ++at) {
        if (page.rows.size() == limit) {
            page.next = std::to_string(at);
            break;
        }
        page.rows.push_back(std::move(all[at]));
    }
    return page_response(page, text_json);
}

}  // namespace

std::vector<Route> notice_text_routes() {
    return {{"GET", "/v1/notice-texts", Right::catalogue_read, list_texts}};
}

}  // namespace api
