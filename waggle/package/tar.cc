#include "waggle/package/tar.hh"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <algorithm>

#include "waggle/base/c_ptr.hh"
#include "waggle/base/strings.hh"

namespace waggle::package {
namespace {

using Reader = CPtr<archive, archive_read_free>;

constexpr std::size_t kMagicAt = 257;  // "ustar", POSIX.1-1988
constexpr std::size_t kMostEntries = 100'000;
constexpr std::string_view kKernels = "btfhub-archive/";  // the tree of btfhub, wherever in the archive it is

Error damaged(archive* from) {
  const char* const why = archive_error_string(from);
  return Error(ENOEXEC, fmt::format("a damaged tar archive: {}", why != nullptr ? why : "its end is missing"));
}

Result<void> check_entry(std::string_view path, archive_entry* entry) {
  const auto refuse = [path](std::string_view why) {
    return Error(EPERM, fmt::format("a tar archive with '{}', which {}", path, why));
  };
  if (path.starts_with('/')) return refuse("is an absolute path");
  if (std::ranges::count(split(path, '/'), "..") > 0) return refuse("leaves the archive");
  if (archive_entry_hardlink(entry) != nullptr || archive_entry_filetype(entry) == AE_IFLNK) return refuse("is a link");
  const auto type = archive_entry_filetype(entry);
  if (type != AE_IFREG && type != AE_IFDIR) return refuse("is no file");
  return {};
}

Result<ByteVector> read_entry(archive* from, std::size_t& budget) {
  ByteVector bytes;
  const void* piece = nullptr;
  std::size_t size = 0;
  la_int64_t offset = 0;
  for (;;) {
    const int result = archive_read_data_block(from, &piece, &size, &offset);
    if (result == ARCHIVE_EOF) return bytes;
    if (result != ARCHIVE_OK) return damaged(from);
    const auto end = static_cast<std::uint64_t>(offset) + size;  // a sparse file has holes before its pieces
    if (offset < 0 || end - bytes.size() > budget)
      return Error(EFBIG, fmt::format("a tar archive of more than {} MiB", kLargestPackage >> 20));
    budget -= end - bytes.size();
    bytes.resize(end - size);
    const auto* const begin = static_cast<const std::byte*>(piece);
    bytes.insert(bytes.end(), begin, begin + size);
  }
}

std::optional<KernelTypes> kernel_of(std::string_view path) {
  const std::size_t at = path.rfind(kKernels);
  if (at == path.npos || (at > 0 && path[at - 1] != '/')) return std::nullopt;
  return kernel_at(path.substr(at + kKernels.size()));
}

// One archive, one program: of two objects nothing says which is meant. A .bpf.o goes before any other .o.
Result<void> take_object(std::string_view path, ByteVector bytes, Archive& into) {
  const bool is_named = path.ends_with(".bpf.o"), is_known = into.object_path.ends_with(".bpf.o");
  if (!into.object_path.empty() && is_named == is_known)
    return Error(EINVAL, fmt::format("a tar archive with two objects, '{}' and '{}'", into.object_path, path));
  if (is_known) return {};
  into.object_path = path;
  into.object = std::move(bytes);
  return {};
}

Result<void> take(std::string_view path, ByteVector bytes, Archive& into) {
  const std::string_view file = path.substr(path.rfind('/') + 1);
  if (auto kernel = kernel_of(path)) {
    kernel->btf = std::move(bytes);
    into.kernels.push_back(std::move(*kernel));
  } else if (file == "package.json" || (file.ends_with(".json") && into.description.empty())) {
    into.description = std::move(bytes);
  } else if (file.ends_with(".o")) {
    return take_object(path, std::move(bytes), into);
  }
  return {};
}

Result<bool> read_next(archive* from, std::size_t& budget, Archive& into) {
  archive_entry* entry = nullptr;
  const int result = archive_read_next_header(from, &entry);
  if (result == ARCHIVE_EOF) return false;
  if (result != ARCHIVE_OK) return damaged(from);
  const char* const raw = archive_entry_pathname(entry);
  const std::string path = raw == nullptr ? "" : raw;
  WAGGLE_CHECK(check_entry(path, entry));
  if (archive_entry_filetype(entry) == AE_IFDIR) return true;
  WAGGLE_TRY(ByteVector bytes, read_entry(from, budget));
  WAGGLE_CHECK(take(path, std::move(bytes), into));
  return true;
}

bool is_gzip(std::string_view text) { return text.starts_with("\x1f\x8b"); }

}  // namespace

std::optional<KernelTypes> kernel_at(std::string_view place) {
  const auto parts = split(place, '/');
  constexpr std::string_view kEnding = ".btf";
  if (parts.size() != 4 || !parts[3].ends_with(kEnding)) return std::nullopt;
  const std::string_view release = parts[3].substr(0, parts[3].size() - kEnding.size());
  return KernelTypes{std::string(parts[0]), std::string(parts[1]), std::string(parts[2]), std::string(release), {}};
}

bool is_tar(Bytes bytes) {
  const std::string_view text = as_text(bytes);
  return is_gzip(text) || (text.size() > kMagicAt && text.substr(kMagicAt).starts_with("ustar"));
}

Result<Archive> unpack_tar(Bytes bytes) {
  const Reader reader(archive_read_new());
  if (!reader) return Error(ENOMEM);
  archive_read_support_format_tar(reader.get());
  archive_read_support_filter_gzip(reader.get());
  if (archive_read_open_memory(reader.get(), bytes.data(), bytes.size()) != ARCHIVE_OK) return damaged(reader.get());
  Archive archive;
  std::size_t budget = kLargestPackage;
  for (std::size_t entries = 0;; ++entries) {
    if (entries == kMostEntries) return Error(EFBIG, fmt::format("a tar archive of more than {} files", kMostEntries));
    WAGGLE_TRY(const bool more, read_next(reader.get(), budget, archive));
    if (!more) return archive;
  }
}

namespace {

// POSIX.1-1988's ustar, written here: libarchive's half that writes brings a dozen compressors into the program.
constexpr std::size_t kBlock = 512;

struct UstarHeader {
  char name[100], mode[8], uid[8], gid[8], size[12], mtime[12], checksum[8], type, link[100];
  char magic[6], version[2], owner[32], group[32], major[8], minor[8], prefix[155], padding[12];
};
static_assert(sizeof(UstarHeader) == kBlock);

// An octal number that fills its field but for the last byte.
template <std::size_t N>
void put_number(char (&field)[N], std::uint64_t value) {
  fmt::format_to_n(field, N - 1, "{:0{}o}", value, N - 1);
}

// Its checksum is the sum of its bytes, taken while the checksum's own are blanks.
Result<UstarHeader> header_of(const std::string& path, std::size_t size) {
  UstarHeader header{};
  if (path.size() >= sizeof header.name)
    return Error(ENAMETOOLONG, fmt::format("{}: too long for a tar archive", path));
  path.copy(header.name, path.size());
  put_number(header.mode, 0644);
  put_number(header.uid, 0);
  put_number(header.gid, 0);
  put_number(header.size, size);
  put_number(header.mtime, 0);
  header.type = '0';
  std::string_view("ustar").copy(header.magic, 5);
  std::string_view("00").copy(header.version, 2);
  std::ranges::fill(header.checksum, ' ');
  std::uint32_t sum = 0;
  for (const std::byte byte : std::as_bytes(std::span(&header, 1))) sum += std::to_integer<std::uint32_t>(byte);
  fmt::format_to_n(header.checksum, 7, "{:06o}{}", sum, '\0');
  return header;
}

Result<void> add_entry(ByteVector& to, const std::string& path, Bytes content) {
  WAGGLE_TRY(const UstarHeader header, header_of(path, content.size()));
  const auto bytes = std::as_bytes(std::span(&header, 1));
  to.insert(to.end(), bytes.begin(), bytes.end());
  to.insert(to.end(), content.begin(), content.end());
  to.resize(align_up(to.size(), kBlock));
  return {};
}

}  // namespace

Result<ByteVector> pack_tar(Bytes description, const std::string& object_name, Bytes object,
                            std::span<const KernelTypes> kernels) {
  ByteVector out;
  WAGGLE_CHECK(add_entry(out, "package.json", description));
  WAGGLE_CHECK(add_entry(out, object_name, object));
  for (const KernelTypes& each : kernels) {
    const std::string place = fmt::format("{}/{}/{}/{}.btf", each.id, each.version_id, each.machine, each.release);
    WAGGLE_CHECK(add_entry(out, std::string(kKernels) + place, each.btf));
  }
  out.resize(out.size() + 2 * kBlock);  // two empty blocks are the end
  return out;
}

}  // namespace waggle::package
