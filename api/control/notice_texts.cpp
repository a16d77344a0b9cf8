#include <algorithm>

#include "api/preconditions.hpp"
#include "api/replies.hpp"
#include "ledger/rules/control/notice_template.hpp"

namespace api {
namespace {

/// "arrears.zh"
std::string name_of(const NoticeText& text) {
    return std::string(ledger::to_text(text.kind)) + "." +
           std::string(ledger::to_text(text.language));
}

Json text_json(const NoticeText& text) {
    return {{"notice_text", name_of(text)},
            {"kind", ledger::to_text(text.kind)},
            {"language", ledger::to_text(text.language)},
            {"text", text.text},
            {"example", text.example},
            {"built_in", text.built_in},
            {"position", write_value(text.position)}};
}

NoticeTexts texts_of(const Call& call) {
    return call.service.notice_texts ? call.service.notice_texts() : NoticeTexts{};
}

/// The one that the path names.
NoticeText text_in_path(const Call& call) {
    NoticeTexts all = texts_of(call);
    const auto found = std::ranges::find(all, call.names[0], name_of);
    if (found == all.end())
        throw Problem(404, "notice_text_must_exist", "",
                      "no text is called '" + call.names[0] +
                          "': give a kind and a language, as GET /v1/notice-texts lists them");
    return std::move(*found);
}

/// GET /v1/notice-texts?cursor=&limit=: of every kind in every language
Response list_texts(const Call& call) {
    NoticeTexts all = texts_of(call);
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

/// GET /v1/notice-texts/{notice_text}
Response read_text(const Call& call) { return json_response(text_json(text_in_path(call))); }

/// PUT /v1/notice-texts/{notice_text} {"text"}: an empty one leaves it to the built-in words
Reply set_text(const Call& call) {
    const NoticeText known = text_in_path(call);
    const Wish wish = wish_of(call.request);
    refuse_other_fields(wish.body, {"text"});
    const std::string text = text_in(wish.body.value("text", Json()), "/text");
    return write(call, ledger::SetNoticeText{{known.kind, known.language, text}}, wish.reason,
                 Key::accepted);
}

/// POST /v1/notice-texts/{notice_text}/example {"text"}: how it would look, before it is set
Response show_example(const Call& call) {
    (void)is_dry_run(call.request);  // it always is one
    NoticeText text = text_in_path(call);
    const Wish wish = wish_of(call.request);
    refuse_other_fields(wish.body, {"text"});
    text.text = text_in(wish.body.value("text", Json()), "/text");
    if (text.text.empty()) text.text = text.built_in;
    if (const auto fault = ledger::fault_of_notice_text(text.text))
        throw problem_of({ledger::Rule::notice_text_must_be_well_formed, "text", *fault});
    return json_response({{"example", call.service.notice_example(text)}});
}

}  // namespace

std::vector<Route> notice_text_routes() {
    return {{"GET", "/v1/notice-texts", Right::catalogue_read, list_texts},
            {"GET", "/v1/notice-texts/{notice_text}", Right::catalogue_read,
             with_etag(ledger::SubjectKind::notice_text, read_text)},
            {"PUT", "/v1/notice-texts/{notice_text}", Right::site_edit, set_text},
            {"POST", "/v1/notice-texts/{notice_text}/example", Right::site_edit, show_example}};
}

}  // namespace api
