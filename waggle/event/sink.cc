#include "waggle/event/sink.hh"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "waggle/event/format/columns.hh"
#include "waggle/event/format/csv.hh"
#include "waggle/event/format/first_gen.hh"
#include "waggle/event/format/json.hh"
#include "waggle/event/format/raw.hh"

namespace waggle::event {
namespace {

constexpr std::array<std::pair<std::string_view, Format>, 8> kFormats{{
    {"columns", Format::columns},
    {"wide", Format::wide},
    {"json", Format::json},
    {"jsonl", Format::jsonl},
    {"csv", Format::csv},
    {"raw", Format::raw},
    {"first-gen", Format::first_gen},
    {"first-gen-json", Format::first_gen_json},
}};

}  // namespace

Result<Format> parse_format(std::string_view name) {
  std::string known;
  for (const auto& [word, format] : kFormats) {
    if (word == name) return format;
    known.append(known.empty() ? "" : ", ").append(word);
  }
  return Error(EINVAL, fmt::format("'{}' is no format of events; there are {}", name, known));
}

std::unique_ptr<Sink> make_sink(Format format, Output& output, const SinkOptions& options) {
  switch (format) {
    case Format::columns: return std::make_unique<ColumnsSink>(false, output, options);
    case Format::wide: return std::make_unique<ColumnsSink>(true, output, options);
    case Format::json: return std::make_unique<JsonSink>(JsonSink::Shape::array, output, options);
    case Format::jsonl: return std::make_unique<JsonSink>(JsonSink::Shape::lines, output, options);
    case Format::csv: return std::make_unique<CsvSink>(output, options);
    case Format::raw: return std::make_unique<RawSink>(output);
    case Format::first_gen: return std::make_unique<FirstGenSink>(output, options);
    case Format::first_gen_json: return std::make_unique<FirstGenJsonSink>(output, options);
  }
  return nullptr;
}

}  // namespace waggle::event
