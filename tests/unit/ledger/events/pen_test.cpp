#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/events/wire.hpp"

namespace ledger::wire {
namespace {

RC_GTEST_PROP(Pen, writes_behind_a_place_and_leaves_what_stands_before_it,
              (const Bytes& kept, const Bytes& after, const std::vector<Bytes>& pieces)) {
    Bytes expected = kept;
    Bytes paper = kept + after;
    Pen pen(paper, kept.size());
    for (const Bytes& each : pieces) {
        pen.put(each);
        pen.put('|');
        expected += each + "|";
        RC_ASSERT(pen.written() == expected.size());
    }
    RC_ASSERT(paper.substr(0, pen.written()) == expected);
}

RC_GTEST_PROP(Pen, copies_what_is_as_long_as_any, ()) {
    const Bytes all = *rc::gen::container<Bytes>(64, rc::gen::arbitrary<char>());
    for (std::size_t size = 0; size <= all.size(); ++size) {
        Bytes paper;
        Pen pen(paper);
        pen.put(BytesView(all).substr(0, size));
        RC_ASSERT(paper.substr(0, pen.written()) == all.substr(0, size));
    }
}

RC_GTEST_PROP(Write, leaves_what_was_written_and_nothing_of_what_stood_there,
              (const Bytes& before, const Bytes& after)) {
    Bytes paper = before;
    write(paper, [&](Pen& pen) { pen.put(after); });
    RC_ASSERT(paper == after);
}

RC_GTEST_PROP(Pen, makes_room_where_one_byte_becomes_many,
              (const Bytes& front, const Bytes& back, const Bytes& more)) {
    const Bytes length = "x" + more;
    Bytes paper;
    write(paper, [&](Pen& pen) {
        pen.put(front);
        pen.put('\0');
        pen.put(back);
        pen.replace(front.size(), length);
    });
    RC_ASSERT(paper == front + length + back);
}

}  // namespace
}  // namespace ledger::wire
