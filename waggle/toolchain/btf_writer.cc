#include "waggle/toolchain/btf_writer.hh"

#include <linux/btf.h>

#include <array>
#include <cstring>

namespace waggle::toolchain {

std::span<const BtfWord> btf_words(std::uint32_t kind) {
  using enum BtfWord;
  static constexpr std::array kPlain{number};
  static constexpr std::array kArray{type, type, number};
  static constexpr std::array kMembers{name, type, number};
  static constexpr std::array kEnumerators{name, number};
  static constexpr std::array kWideEnumerators{name, number, number};
  static constexpr std::array kParameters{name, type};
  switch (kind) {
    case BTF_KIND_ARRAY: return kArray;
    case BTF_KIND_STRUCT:
    case BTF_KIND_UNION: return kMembers;
    case BTF_KIND_ENUM: return kEnumerators;
    case BTF_KIND_ENUM64: return kWideEnumerators;
    case BTF_KIND_FUNC_PROTO: return kParameters;
    default: return kPlain;
  }
}

std::uint32_t BtfWriter::name(std::string_view text) {
  const auto [place, is_new] = places_.try_emplace(std::string(text), static_cast<std::uint32_t>(names_.size()));
  if (is_new) names_.append(text).push_back('\0');
  return place->second;
}

ByteVector BtfWriter::take() const {
  const auto types = static_cast<std::uint32_t>(4 * words_.size());
  const btf_header header{.magic = BTF_MAGIC,
                          .version = BTF_VERSION,
                          .flags = 0,
                          .hdr_len = sizeof header,
                          .type_off = 0,
                          .type_len = types,
                          .str_off = types,
                          .str_len = static_cast<std::uint32_t>(names_.size())};
  ByteVector bytes(sizeof header + types + names_.size());
  std::memcpy(bytes.data(), &header, sizeof header);
  if (types != 0) std::memcpy(bytes.data() + sizeof header, words_.data(), types);
  std::memcpy(bytes.data() + sizeof header + types, names_.data(), names_.size());
  return bytes;
}

}  // namespace waggle::toolchain
