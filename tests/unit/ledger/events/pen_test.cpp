#include "ledger/events/pen.hpp"

#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace ledger::wire {
namespace {

RC_GTEST_PROP(Pen, leaves_what_it_wrote_and_nothing_of_what_stood_there,
              (Bytes before, std::vector<Bytes> pieces)) {
    Bytes expected;
    Bytes paper = before;
    {
        Pen pen(paper);
        for (const Bytes& each : pieces) {
            pen.put(each);
            pen.put('|');
            expected += each + "|";
            RC_ASSERT(pen.written() == expected.size());
        }
    }
    RC_ASSERT(paper == expected);
}

RC_GTEST_PROP(Pen, makes_room_where_one_byte_becomes_many, (Bytes front, Bytes back, Bytes more)) {
    const Bytes length = "x" + more;
    Bytes paper;
    {
        Pen pen(paper);
        pen.put(front);
        pen.put('\0');
        pen.put(back);
        pen.replace(front.size(), length);
    }
    RC_ASSERT(paper == front + length + back);
}

}  // namespace
}  // namespace ledger::wire
