// Where text from an event is no text: programs trace file names and arguments, which can hold any byte.
#pragma once

#include <cstddef>
#include <string_view>

namespace waggle::event {

// How many bytes the character at the beginning of `text` has (RFC 3629: no surrogates, no overlong forms); 0 where
// none begins there.
std::size_t character_length(std::string_view text);
// A terminal may take the second half of Latin-1's control characters (U+0080 to U+009F) for commands.
bool is_control(std::string_view character);
// How far `text` is printable ASCII without a quotation mark or a backslash: nearly all text is, to its end.
std::size_t plain_length(std::string_view text);
// Characters, and bytes that belong to none: what a terminal shows of it, nearly.
std::size_t display_width(std::string_view text);
// The longest beginning of `text` that is at most `width` wide.
std::string_view cut_to_width(std::string_view text, std::size_t width);

}  // namespace waggle::event
