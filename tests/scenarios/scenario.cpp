#include "tests/scenarios/scenario.hpp"

#include "ledger/rules/apply.hpp"
#include "ledger/rules/laws.hpp"
#include "tests/scenarios/checks.hpp"
#include "tests/scenarios/deeds.hpp"

namespace scenarios {

using namespace ledger;

namespace {

class Player {
public:
    explicit Player(const Script& script) : script_(script), stage_(script) {}

    void play(Played& played) {
        for (const Sentence& each : script_.sentences) {
            play_one(each, played);
            last_line_ = each.line;
        }
        expect_accepted();
        expect_lawful();
    }

private:
    void play_one(const Sentence& sentence, Played& played) {
        if (sentence.part != Part::refused) expect_accepted();
        try {
            Words words(sentence.words);
            say(sentence, words, played);
        } catch (Fault& fault) {
            throw Fault{fault.text, sentence.line};
        }
    }

    void say(const Sentence& sentence, Words& words, Played& played) {
        switch (sentence.part) {
            case Part::given:
            case Part::when:
                stage_.begin(sentence, moment_of(sentence));
                act(stage_, words);
                open_refusal_ = stage_.refusal();
                is_checked_ = false;
                return;
            case Part::then:
                is_checked_ = true;
                return check(stage_, words);
            case Part::refused:
                is_checked_ = true;
                played.refusals.insert(expect_refused(words));
                return;
        }
    }

    /// What is given without a day was so at midnight of the first day that is written.
    Instant moment_of(const Sentence& sentence) {
        if (!sentence.date.empty()) return stage_.clock().read(sentence.date, sentence.time);
        if (stage_.now() > Instant{}) return stage_.now();
        for (const Sentence& each : script_.sentences) {
            if (!each.date.empty()) return stage_.clock().read(each.date, "00:00");
        }
        throw Fault{"no sentence says when: begin one with a day and a time"};
    }

    Rule expect_refused(Words& words) {
        const auto rule = words.one_of<Rule>();
        const std::string field = words.take("the field that is wrong");
        words.expect_end();
        const std::string expected = std::string(to_text(rule)) + " " + field;
        if (!open_refusal_) throw Fault{"expected refusal " + expected + ", came none"};
        const std::string came =
            std::string(to_text(open_refusal_->rule)) + " " + open_refusal_->field;
        if (expected != came)
            throw Fault{"expected refusal " + expected + ", came " + came + " (" +
                        open_refusal_->detail + ")"};
        open_refusal_.reset();
        return rule;
    }

    void expect_accepted() const {
        if (!open_refusal_) return;
        throw Fault{"expected to be accepted, came refusal " +
                        std::string(to_text(open_refusal_->rule)) + " " + open_refusal_->field +
                        " (" + open_refusal_->detail + ")",
                    last_line_};
    }

    void expect_lawful() const {
        if (!is_checked_)
            throw Fault{"it ends with a deed: say with 'then' what came of it", last_line_};
        State state;
        for (const Event& event : stage_.events()) {
            if (const auto breach = find_breach(state, event))
                throw Fault{"the law " + std::string(to_text(breach->law)) +
                            " is broken by event " +
                            std::to_string(event.envelope.position.number) + ": " + breach->detail};
            apply(state, event);
        }
    }

    const Script& script_;
    Stage stage_;
    std::optional<Refusal> open_refusal_;
    bool is_checked_ = false;
    std::size_t last_line_ = 0;
};

}  // namespace

Played play(std::string_view text) {
    Played played;
    try {
        const Script script = read_script(text);
        Player(script).play(played);
    } catch (Fault& fault) {
        played.fault = fault;
    }
    return played;
}

}  // namespace scenarios
