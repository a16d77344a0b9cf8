#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/book.hpp"
#include "ledger/rules/state_codec.hpp"
#include "tests/property/folder.hpp"
#include "tests/property/on_disk.hpp"

// People can be forgotten although nothing is ever erased from the log: a real book in a folder,
// closed and opened, and every byte of it looked at.

namespace property {
namespace {

using namespace ledger;

constexpr Instant now{1'790'812'800'000'000};

/// A book with a site.
class Office {
public:
    Office() {
        open();
        must(ConfigureSite{{.name = "site",
                            .zone = "Asia/Shanghai",
                            .currency = "CNY",
                            .payment_methods = {MethodId("cash")},
                            .plausibility_margin_percent = 120,
                            .poll_interval_s = 1800,
                            .misses_until_lost = 3,
                            .cutoff = Cutoff::manual}});
    }

    void open() {
        book_.reset();
        book_ = Book::open({.directory = folder_.path(),
                            .clock = [] { return now; },
                            .on_failure = [](const std::string&) { std::abort(); },
                            .snapshot_every = 3});
    }
    void close() { book_.reset(); }

    void must(const Command& command) { ensure(tell(command).has_value(), "it is accepted"); }
    void must_name(const Person& person) { ensure(name(person).has_value(), "it is accepted"); }

    ledger::Outcome tell(const Command& command, const std::string& key = "") {
        return book_->execute({command, {ActorKind::person, "wang", ""}, "asked", key});
    }
    ledger::Outcome name(const Person& person, const std::string& key = "") {
        const auto command = book_->seal(person);
        RC_ASSERT(command.has_value());
        return tell(*command, key);
    }
    ShownPerson shown(const CustomerId& id) const {
        const auto customer =
            book_->read([&](const State& state) { return state.customers.at(id); });
        return book_->show(customer);
    }
    Book& book() { return *book_; }
    std::filesystem::path key_of(const CustomerId& id) const {
        return folder_.path() / "keys" / (id.text() + ".key");
    }

    /// Whether these bytes stand anywhere in the folder.
    bool contains(const std::string& bytes) const {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.path())) {
            if (!entry.is_regular_file()) continue;
            std::ifstream in(entry.path(), std::ios::binary);
            const std::string content{std::istreambuf_iterator<char>(in), {}};
            if (content.find(bytes) != std::string::npos) return true;
        }
        return false;
    }

private:
    Folder folder_;
    std::unique_ptr<Book> book_;
};

/// Names that nothing else in a book looks like.
std::string any_name() {
    const auto letters = *rc::gen::container<std::string>(24, rc::gen::inRange('a', 'z'));
    return "Zhāng " + letters;
}

Person any_person() { return {CustomerId("C1"), any_name(), "+86 " + any_name()}; }

std::string content_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void no_byte_of_the_book_contains_a_name() {
    Office office;
    const Person person = any_person();
    const Person other{CustomerId("C2"), any_name(), ""};
    RC_ASSERT(office.name(person).has_value());
    RC_ASSERT(office.name(other).has_value());
    RC_ASSERT(office.shown(person.customer).name == person.name);
    const std::string key = content_of(office.key_of(person.customer));
    RC_ASSERT(key.size() == 32U);
    if (*rc::gen::arbitrary<bool>()) office.open();
    RC_ASSERT(office.tell(ForgetCustomer{person.customer}).has_value());
    RC_ASSERT(office.shown(person.customer).state == PersonState::forgotten);
    RC_ASSERT(office.shown(other.customer).name == other.name);
    if (*rc::gen::arbitrary<bool>()) office.open();
    RC_ASSERT(office.shown(person.customer).name.empty());
    office.close();
    for (const std::string& secret : {person.name, person.phone, other.name, key})
        RC_ASSERT(!office.contains(secret));
}

void the_same_name_under_the_same_key_is_one_event() {
    Office office;
    const Person person = any_person();
    const auto first = office.name(person, "K1");
    if (*rc::gen::arbitrary<bool>()) office.open();
    const auto again = office.name(person, "K1");
    RC_ASSERT((first.has_value() && again.has_value()));
    RC_ASSERT(again->repeated);
    RC_ASSERT(again->events == first->events);
    RC_ASSERT(office.name(person)->count == 0U);
    const auto other = office.name({person.customer, person.name + "x", person.phone}, "K1");
    RC_ASSERT(!other.has_value());
    RC_ASSERT(other.error().rule == Rule::idempotency_key_must_keep_its_command);
}

void a_key_that_outlived_its_event_is_gone_after_the_start() {
    Office office;
    const Person person = any_person();
    office.must_name(person);
    const std::string key = content_of(office.key_of(person.customer));
    office.must(ForgetCustomer{person.customer});
    office.close();
    // As if the process had died after the event and before the end of the key.
    std::ofstream(office.key_of(person.customer), std::ios::binary) << key;
    if (*rc::gen::arbitrary<bool>())
        std::filesystem::remove(office.key_of(person.customer).parent_path().parent_path() /
                                "state.snapshot");
    office.open();
    RC_ASSERT(!std::filesystem::exists(office.key_of(person.customer)));
    RC_ASSERT(!office.book().seal(person).has_value());
    RC_ASSERT(!std::filesystem::exists(office.key_of(person.customer)));
}

void a_key_that_is_damaged_is_a_sentence() {
    Office office;
    const Person person = any_person();
    office.must_name(person);
    std::string key = content_of(office.key_of(person.customer));
    const int damage = *rc::gen::inRange(0, 3);
    if (damage == 0) std::filesystem::remove(office.key_of(person.customer));
    if (damage == 1) key.resize(*rc::gen::inRange<std::size_t>(0, 32));
    if (damage == 2) key[*rc::gen::inRange<std::size_t>(0, 32)] ^= 4;
    if (damage > 0)
        std::ofstream(office.key_of(person.customer), std::ios::binary | std::ios::trunc) << key;
    if (*rc::gen::arbitrary<bool>()) office.open();
    const ShownPerson shown = office.shown(person.customer);
    RC_ASSERT(shown.state == PersonState::unreadable);
    RC_ASSERT(shown.name.empty());
    RC_ASSERT(shown.sentence.find("C1.key") != std::string::npos);
    RC_ASSERT(shown.sentence.find(": bring") != std::string::npos);
}

TEST(Forgetting, NoByteOfTheBookContainsAName) {
    hold_on_disk(no_byte_of_the_book_contains_a_name);
}
TEST(Forgetting, TheSameNameUnderTheSameKeyIsOneEvent) {
    hold_on_disk(the_same_name_under_the_same_key_is_one_event);
}
TEST(Forgetting, AKeyThatOutlivedItsEventIsGoneAfterTheStart) {
    hold_on_disk(a_key_that_outlived_its_event_is_gone_after_the_start);
}
TEST(Forgetting, AKeyThatIsDamagedIsASentence) {
    hold_on_disk(a_key_that_is_damaged_is_a_sentence);
}

}  // namespace
}  // namespace property
