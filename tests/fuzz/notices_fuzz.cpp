#include <cstddef>
#include <cstdint>
#include <exception>
#include <string>

#include "ingest/notices/book_answers.hpp"
#include "ingest/notices/gammu_reply.hpp"
#include "ingest/notices/sms_shape.hpp"
#include "ingest/notices/templates.hpp"
#include "ingest/notices/webhook_message.hpp"

// Whatever others say to whoever tells customers: gammu, a webhook, the book, a template's file.

namespace {

using namespace notices;  // NOLINT(google-build-using-namespace): nothing but its words

void require(bool holds) {
    if (!holds) __builtin_trap();
}

bool is_plain(const std::string& text) {
    return text.find_first_of(std::string("\0\n\r\x1b\x7f", 5)) == std::string::npos;
}

void hear_gammu(const std::string& said) {
    const Outcome outcome = read_gammu_reply(said);
    require(outcome.kind != OutcomeKind::taken ||
            said.find("OK, message reference=") != std::string::npos);
    require(outcome.kind == OutcomeKind::taken || !outcome.words.empty());
    require(is_plain(outcome.words));
}

void hear_webhook(const std::string& body) {
    for (const int status : {200, 302, 422, 500}) {
        const Outcome outcome = read_webhook_answer(status, body);
        require((outcome.kind == OutcomeKind::taken) == (status == 200));
        require(is_plain(outcome.words));
    }
}

template <class Read>
void hear_book(const Read& read, const std::string& body) {
    try {
        (void)read(body);
    } catch (const std::exception&) {
        return;  // as the deliverer says it in its log
    }
}

void read_number(const std::string& phone) {
    const std::string number = dialled(phone);
    require(number.find_first_not_of("+0123456789") == std::string::npos);
    require(number.rfind('+') == std::string::npos || number.rfind('+') == 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(bytes), size);
    hear_gammu(text);
    hear_webhook(text);
    hear_book(notice_page_in, text);
    hear_book(notice_in, text);
    hear_book(event_id_in, text);
    hear_book(recipient_in, text);
    hear_book(site_in, text);
    hear_book(position_in, text);
    hear_book(problem_in, text);
    hear_book([](const std::string& words) { return template_in(words).render({}); }, text);
    read_number(text);
    (void)shape_of(text);
    return 0;
}
