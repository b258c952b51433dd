// The small thread's second batch with what stands of it.
#pragma once

#include "tests/support/digests.h"

namespace gailou::tests {

/// Floors 4 and 5 of the small thread are the batch, entries e1 (floor 1) and e2 (floor 3) stand.
inline digest::BatchInput second_batch_with_entries() {
  auto input = second_batch();
  input.similar = {{.seq = {1},
                    .section = "key",
                    .rev = {1},
                    .text = "甲方租下数据中心,共22万张H100。",
                    .cites = floors_of({1}),
                    .floors = floors_of({1})},
                   {.seq = {2},
                    .section = "disputes",
                    .rev = {1},
                    .text = "11%指的是MFU,并非机器闲着。",
                    .cites = floors_of({3}),
                    .floors = floors_of({3})}};
  return input;
}

}  // namespace gailou::tests
