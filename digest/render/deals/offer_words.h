// An offer in words, piece by piece, as rows, pages and calendars say it. Each piece is one printable line, "" where
// there is nothing to say. In the reader's language; the examples are Chinese.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "digest/render/deals/offer_rows.h"

namespace gailou::render {

/// "6/7"; "2027/6/7" where the year isn't today's.
std::string day_words(digest::Day day, const Today& today);

/// "6/7(还有 5 天)", "5/11 23:59 UTC-7(今天)"; the hour as its floor named it.
std::string end_words(const OfferRow& row, const Today& today, digest::Language language = digest::Language::zh);
/// "截至 6/7(还有 5 天)"; for what is still to come "6/1 开始, 截至 6/7(还有 5 天)".
std::string deadline_words(const OfferRow& row, const Today& today, digest::Language language = digest::Language::zh);

/// "23:59 UTC-7" of a field that names an hour.
std::string hour_words(std::string_view field);

/// "成功 3 人 / 失败 1 人", with another separator than " / " where one is given.
std::string people_words(const digest::People& people, std::string_view separator,
                         digest::Language language = digest::Language::zh);

std::string terms_words(const std::vector<std::string>& terms, std::string_view separator);

/// "存疑", "久无消息", "已失效" (somebody said so), "已过期" (its last day has passed); "" for what is alive.
std::string_view status_words(const OfferRow& row, digest::Language language = digest::Language::zh);

/// "最近报告 #47, 5/30"
std::string report_words(const OfferRow& row, const Today& today, digest::Language language = digest::Language::zh);

/// "#1, #10"
std::string cites_words(const std::vector<digest::Floor>& floors);

/// "uscardforum/500101"
std::string thread_words(const digest::OfferStanding& offer);

/// The whole row: offer · amount · deadline · people · terms · thread, cited floors · last report.
std::string row_words(const OfferRow& row, const Today& today, digest::Language language = digest::Language::zh);

}  // namespace gailou::render
