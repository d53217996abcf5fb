// The libc of the first guests, which imported it from `env`: text, characters, numbers, memory, printing. What a
// native program would crash at ends the guest.
#pragma once

#include <cstdint>
#include <span>

#include "waggle/abi/import.hh"

namespace waggle::abi::ewasm {

// A libc has no errors to answer: the guest ends with a sentence.
struct Libc {
  template <class R>
  static void fail(vm::Slot* slot, int) {
    slot->i32 = 0;
  }
  static void refuse(Guest& guest, const BoundImport& import, const Error& error);
};

using Int = std::int32_t;
using Size = std::uint32_t;
using Address = Result<std::uint32_t>;  // in the guest's memory; 0 is NULL

Result<Int> print(Guest& guest, GuestPtr format, GuestPtr arguments);
Result<Int> print_to(Guest& guest, GuestPtr to, GuestPtr format, GuestPtr arguments);
Result<Int> print_to_room(Guest& guest, GuestPtr to, Size room, GuestPtr format, GuestPtr arguments);
Result<Int> put_line(Guest& guest, GuestPtr text);
Result<Int> put_character(Guest& guest, Int character);

Result<Int> compare_memory(Guest& guest, GuestPtr a, GuestPtr b, Size size);
Address move_memory(Guest& guest, GuestPtr to, GuestPtr from, Size size);
Address set_memory(Guest& guest, GuestPtr to, Int byte, Size size);
Address find_byte(Guest& guest, GuestPtr in, Int byte, Size size);
Result<Size> length(Guest& guest, GuestPtr text);
Address find_character(Guest& guest, GuestPtr text, Int character);
Result<Int> compare(Guest& guest, GuestPtr a, GuestPtr b);
Result<Int> compare_at_most(Guest& guest, GuestPtr a, GuestPtr b, Size most);
Result<Int> compare_ignoring_case(Guest& guest, GuestPtr a, GuestPtr b, Size most);
Address copy(Guest& guest, GuestPtr to, GuestPtr from);
Address copy_at_most(Guest& guest, GuestPtr to, GuestPtr from, Size most);
Result<Size> span_of(Guest& guest, GuestPtr text, GuestPtr accepted);
Result<Size> span_without(Guest& guest, GuestPtr text, GuestPtr refused);
Address find_text(Guest& guest, GuestPtr in, GuestPtr what);

Address allocate(Guest& guest, Size size);
Address allocate_zeroed(Guest& guest, Size count, Size size);
Address reallocate(Guest& guest, GuestPtr block, Size size);
Address duplicate(Guest& guest, GuestPtr text);
Result<NoResult> release(Guest& guest, GuestPtr block);
Result<Int> parse_int(Guest& guest, GuestPtr text);
Result<Int> parse_long(Guest& guest, GuestPtr text, GuestPtr end, Int base);
Result<Size> parse_unsigned_long(Guest& guest, GuestPtr text, GuestPtr end, Int base);
Address search(Guest& guest, GuestPtr key, GuestPtr array, Size count, Size size, GuestFunc compare);
Result<NoResult> end_program(Guest& guest, Int code);

Result<Int> is_upper(Guest& guest, Int c);
Result<Int> is_alpha(Guest& guest, Int c);
Result<Int> is_space(Guest& guest, Int c);
Result<Int> is_graph(Guest& guest, Int c);
Result<Int> is_print(Guest& guest, Int c);
Result<Int> is_digit(Guest& guest, Int c);
Result<Int> is_hex_digit(Guest& guest, Int c);
Result<Int> is_alphanumeric(Guest& guest, Int c);
Result<Int> to_lower(Guest& guest, Int c);
Result<Int> to_upper(Guest& guest, Int c);

// Addresses whose extent only the function knows, all of them: texts end at their NUL, and the length of what is
// copied is not the address's neighbour.
inline constexpr auto kLibcRows = rows<Libc>(
    row<print, policy::Grant::stdio>("printf"), row<print, policy::Grant::stdio>("vprintf"), row<print_to>("sprintf"),
    row<print_to>("vsprintf"), row<print_to_room>("snprintf"), row<print_to_room>("vsnprintf"),
    row<put_line, policy::Grant::stdio>("puts"), row<put_character, policy::Grant::stdio>("putchar"),
    row<compare_memory>("memcmp"), row<move_memory>("memcpy"), row<move_memory>("memmove"), row<set_memory>("memset"),
    row<find_byte>("memchr"), row<length>("strlen"), row<find_character>("strchr"), row<compare>("strcmp"),
    row<compare_at_most>("strncmp"), row<compare_ignoring_case>("strncasecmp"), row<copy>("strcpy"),
    row<copy_at_most>("strncpy"), row<span_of>("strspn"), row<span_without>("strcspn"), row<find_text>("strstr"),
    row<allocate>("malloc"), row<allocate_zeroed>("calloc"), row<reallocate>("realloc"), row<duplicate>("strdup"),
    row<release>("free"), row<parse_int>("atoi"), row<parse_long>("strtol"), row<parse_unsigned_long>("strtoul"),
    row<search>("bsearch"), row<end_program>("exit"), row<is_upper>("isupper"), row<is_alpha>("isalpha"),
    row<is_space>("isspace"), row<is_graph>("isgraph"), row<is_print>("isprint"), row<is_digit>("isdigit"),
    row<is_hex_digit>("isxdigit"), row<is_alphanumeric>("isalnum"), row<to_lower>("tolower"), row<to_upper>("toupper"));

std::span<const Import> libc_imports();

}  // namespace waggle::abi::ewasm
