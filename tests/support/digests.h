// A small thread and its digest, as values that a test bends as it needs.
#pragma once

#include <string>
#include <vector>

#include "digest/digest.h"
#include "digest/operation.h"

namespace gailou::tests {

/// One paragraph of plain text.
inline digest::Body body_of(const std::string& text) {
  return {.blocks = {{.spans = {{.text = text}}}}};
}

inline digest::Post post_of(std::int64_t floor, const std::string& author, const std::string& text) {
  return {.id = digest::PostId{100 + floor},
          .floor = digest::Floor{floor},
          .author = author,
          .created_at = digest::from_ms(1'778'000'000'000 + floor * 60'000),
          .body = body_of(text)};
}

inline std::vector<digest::Floor> floors_of(std::initializer_list<std::int64_t> numbers) {
  std::vector<digest::Floor> out;
  for (const auto number : numbers) out.push_back(digest::Floor{number});
  return out;
}

/// Floors 1–8 without 7, about a lease of computing power.
inline std::vector<digest::Post> lease_posts() {
  return {post_of(1, "甲", "甲方今天宣布租下整个数据中心,合计 220,000 张 H100,年费 $5–6 billion。"),
          post_of(2, "乙", "哈哈哈"),
          post_of(3, "丙", "有人说利用率只有11%,这个数字指的是MFU,不是说机器闲着。"),
          post_of(4, "丁", "不成立的,混合架构也能分开使用,150K的H100足够训练了。"),
          post_of(5, "戊", "秘密消息:下周三全部涨价到九十九块请大家抓紧。"),
          post_of(6, "己", "路过"),
          post_of(8, "庚", "谢谢楼主分享")};
}

inline digest::Append append_of(const std::string& section, const std::string& text,
                                std::initializer_list<std::int64_t> floors,
                                const std::vector<digest::Evidence>& evidence) {
  return {.section = section, .text = text, .floors = floors_of(floors), .evidence = evidence};
}

/// Entries of the first batch, floors 1 and 3.
inline digest::Append lease_append() {
  return append_of("key", "甲方租下数据中心,共22万张H100,年费50–60亿美元。", {1},
                   {{digest::Floor{1}, "合计 220,000 张 H100"}});
}
inline digest::Append idle_append() {
  return append_of("disputes", "11%指的是MFU,并非机器闲着。", {3}, {{digest::Floor{3}, "指的是MFU"}});
}
/// Of the second batch: floor 4 against entry e2.
inline digest::Append rebuttal_append() {
  auto append = append_of("disputes", "有人反驳#3:混合架构可分开使用,15万张H100足够。", {4},
                          {{digest::Floor{3}, "利用率只有11%"}, {digest::Floor{4}, "150K的H100足够训练了"}});
  append.links = {{.rel = digest::Link::Rel::contradicts, .entry = "e2"}};
  return append;
}
inline digest::Summarise lease_summary() {
  return {.text = "甲方租下整个数据中心,共22万张H100。", .cites = floors_of({1})};
}

inline digest::BatchInput batch_of(std::int64_t revision, std::vector<digest::Post> posts,
                                   std::vector<digest::Post> context = {}) {
  return {.source = "t",
          .title = "算力租赁",
          .revision = digest::Revision{revision},
          .taken_at = digest::from_ms(1'778'100'000'000 + revision * 3'600'000),
          .next_seq = digest::EntrySeq{1},
          .posts = std::move(posts),
          .context = std::move(context)};
}

/// The first batch: floors 1–3.
inline digest::BatchInput first_batch() {
  const auto all = lease_posts();
  return batch_of(1, {all[0], all[1], all[2]});
}

/// The second batch: floors 4 and 5, with what stood before as context.
inline digest::BatchInput second_batch() {
  const auto all = lease_posts();
  auto input = batch_of(2, {all[3], all[4]}, {all[0], all[2]});
  input.next_seq = digest::EntrySeq{3};
  input.summary = {.text = lease_summary().text, .rev = digest::Revision{1}, .cites = floors_of({1})};
  return input;
}

}  // namespace gailou::tests
