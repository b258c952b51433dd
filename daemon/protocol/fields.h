// One description of a record for both ways: an overload `fields(io, record)` names each field once, `io` is a
// FieldWriter or a FieldReader. Overloads stand beside the records that they describe and are found by their `io`.
//
//   template <class Io, Const<RemoveReply> T>
//   void fields(Io& io, T& reply) {
//     io.need("title", reply.title);
//     io.may("notice", reply.notice);
//   }
//
// need: always written, missed if it isn't there. may: left out where it has its empty value, which an absent key gives
// back.
#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "daemon/protocol/json.h"

namespace gailou::protocol {

/// `Record`, const for a writer.
template <class T, class Record>
concept Const = std::same_as<std::remove_const_t<T>, Record>;

template <class Record>
ordered_json object_of(const Record& record);
template <class Record>
digest::Result<Record> record_of(const json& value, const std::string& where);

/// A value as JSON; what is none of these is a record.
inline ordered_json json_of(const std::string& text) {
  return text;
}
inline ordered_json json_of(bool value) {
  return value;
}
inline ordered_json json_of(int number) {
  return number;
}
inline ordered_json json_of(double number) {
  return number;
}
inline ordered_json json_of(std::int64_t number) {
  return number;
}
inline ordered_json json_of(digest::Instant at) {
  return digest::to_iso(at);
}
template <class Tag>
ordered_json json_of(digest::Id<Tag> id) {
  return id.value;
}
template <class T>
ordered_json json_of(const T& value) {
  return object_of(value);
}
template <class T>
ordered_json json_of(const std::vector<T>& values) {
  ordered_json list = ordered_json::array();
  for (const T& value : values) list.push_back(json_of(value));
  return list;
}

class FieldWriter {
 public:
  static constexpr bool kWrites = true;

  explicit FieldWriter(ordered_json& object) : object_(object) {}

  template <class T>
  void need(const char* key, const T& value) {
    object_[key] = json_of(value);
  }
  template <class T>
  void may(const char* key, const T& value) {
    if (!is_empty(value)) need(key, value);
  }
  template <class T>
  void may(const char* key, const std::optional<T>& value) {
    if (value) need(key, *value);
  }
  /// An enum by its names.
  template <class Enum, class Of>
  void word(const char* key, Enum value, std::string_view (*name_of)(Enum), Of) {
    object_[key] = name_of(value);
  }
  /// What JSON says that the record doesn't hold as such: only written.
  template <class T>
  void beside(const char* key, const T& value) {
    object_[key] = value;
  }

 private:
  static bool is_empty(const std::string& text) { return text.empty(); }
  static bool is_empty(bool value) { return !value; }
  static bool is_empty(std::int64_t number) { return number == 0; }
  template <class T>
  static bool is_empty(const std::vector<T>& values) {
    return values.empty();
  }

  ordered_json& object_;
};

class FieldReader {
 public:
  static constexpr bool kWrites = false;
  using Need = ObjectReader::Need;

  explicit FieldReader(ObjectReader& object) : object_(object) {}

  template <class T>
  void need(const char* key, T& value) {
    read(key, value, Need::required);
  }
  template <class T>
  void may(const char* key, T& value) {
    read(key, value, Need::optional);
  }
  template <class T>
  void may(const char* key, std::optional<T>& value) {
    if (!object_.has(key)) return;
    T made{};
    read(key, made, Need::required);
    value = std::move(made);
  }
  template <class Enum, class Of>
  void word(const char* key, Enum& value, std::string_view (*)(Enum), Of of_name) {
    std::string name;
    object_.read(key, name);
    const std::optional<Enum> known = of_name(name);
    if (known) value = *known;
    if (!known) object_.refuse(key, "is no name of one");
  }
  template <class T>
  void beside(const char*, const T&) {}
  bool has(const char* key) const { return object_.has(key); }

 private:
  template <class T>
  void read(const char* key, T& value, Need need) {
    if constexpr (requires { object_.read(key, value, need); }) {
      object_.read(key, value, need);
    } else {
      object_.read_with(key, value, &record_of<T>, need);
    }
  }
  template <class T>
  void read(const char* key, std::vector<T>& values, Need need) {
    if constexpr (requires { object_.read(key, values, need); }) {
      object_.read(key, values, need);
    } else {
      object_.read_list(key, values, &record_of<T>, need);
    }
  }

  ObjectReader& object_;
};

template <class Record>
ordered_json object_of(const Record& record) {
  ordered_json object = ordered_json::object();
  FieldWriter io(object);
  fields(io, record);
  return object;
}

template <class Record>
digest::Result<Record> record_of(const json& value, const std::string& where) {
  ObjectReader object(value, where);
  FieldReader io(object);
  Record record;
  fields(io, record);
  if (auto done = object.done(); !done) return done.error();
  return record;
}

}  // namespace gailou::protocol
