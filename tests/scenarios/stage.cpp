#include "tests/scenarios/stage.hpp"

#include <algorithm>

#include "tests/scenarios/kept_book.hpp"

namespace scenarios {

using namespace ledger;

namespace {

bool has_keys(const Script& script) {
    return std::any_of(script.sentences.begin(), script.sentences.end(),
                       [](const Sentence& each) { return !each.key.empty(); });
}

}  // namespace

Stage::Stage(const Script& script)
    : clock_(script.zone), book_(has_keys(script) ? std::make_unique<KeptBook>() : nullptr) {}

Stage::~Stage() = default;

void Stage::begin(const Sentence& sentence, Instant now) {
    if (now < occasion_.now) throw Fault{"this is earlier than the sentence before: time goes on"};
    const std::string actor = sentence.actor.empty() ? "wang" : sentence.actor;
    occasion_ = {now, sentence.reason, {ActorKind::person, actor, ""}};
    key_ = sentence.key;
    seen_ = sentence.seen;
    refusal_.reset();
    before_ = events().size();
}

void Stage::ask(const Command& command) {
    occasion_.expected = expected_of(command);
    if (refusal_ || (book_ && !is_news_to_book(command))) return;
    const auto outcome = history_.play(command, occasion_);
    if (!outcome) refusal_ = outcome.error();
}

void Stage::ask_knowing(const Command& command, const MeterId& meter, std::size_t most) {
    occasion_.past = history_.past_of(meter, most);
    ask(command);
}

/// What whoever edits says to have seen.
std::optional<Expected> Stage::expected_of(const Command& command) const {
    if (seen_.empty()) return std::nullopt;
    const auto subject = edited_by(command);
    if (!subject) throw Fault{"this edits nothing: leave 'seen' out"};
    return Expected{*subject, Position{std::stoull(seen_)}};
}

/// False where the book refused it, or knew its key.
bool Stage::is_news_to_book(const Command& command) {
    const auto answer = book_->ask(command, occasion_, key_);
    if (!answer) refusal_ = answer.error();
    return answer && !answer->repeated;
}

}  // namespace scenarios
