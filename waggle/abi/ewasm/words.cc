#include "waggle/abi/words.hh"

namespace waggle::abi::ewasm {
namespace {

constexpr std::string_view kText =
    R"(The interface of the first guests (2022): a module carries a package as JSON, hands it to the host, and gets its
events. Such a module exports `memory` and

- `bpf_main(i32 env_json, i32 length) -> i32`, its entry. It is called instead of `_start`, behind `_initialize` or
  `__wasm_call_ctors` where they are exported; its result is the exit code. The text is a JSON array of all arguments,
  the file's name first; a single argument that is a JSON object comes as it is; without any argument `{}`, where the
  module was linked as a command without `main`. A NUL follows it.
- `process_event(i32 context, i32 event, i32 length) -> i32`, if it wants events. `context` is 0. The event is a JSON
  object in the order of its structure, with a NUL behind it, or with `--raw-events` the kernel's bytes. The guest may
  rewrite it in place. With a negative result it goes no further; else to the next module of `--then`.

**Errors** are negative Linux errnos; the reason is on standard error. **Numbers** of packages count from 0 in the order
in which they were created; one that could not be read takes none. Any number of packages run at once: whichever of them
the guest waits for, the events of all come.

What such a module imports from `env` beside these and [the libc](env_libc.md) traps when it is called.)";

constexpr std::string_view kLibcText =
    R"(The part of C's library that the first guests imported, as their compiler's headers declare it: ILP32, `long` has 32
bits, variable arguments are the address of a list. In the C locale. What a native program would crash at (an address
outside of memory, a block that `malloc` did not give, `%n`) ends the guest with a sentence. `printf` writes at once.)";

ImportWords libc(std::string_view name, std::vector<ParameterWords> parameters, std::string_view text,
                 std::string_view result) {
  return {name, "0.1", text, result, std::move(parameters)};
}

const ParameterWords kTextAt{"text", "a text that ends with NUL"};
const ParameterWords kTo{"to", "where it goes"}, kFrom{"from", "where it comes from"}, kSize{"size", "bytes"};
const ParameterWords kFormat{"format", "a text that ends with NUL"}, kArguments{"arguments", "the list of arguments"};
const ParameterWords kA{"a", "the one"}, kB{"b", "the other"}, kMost{"most", "bytes to look at"};
const ParameterWords kCharacter{"c", "a character"};

ImportWords character(std::string_view name, std::string_view text) {
  return libc(name, {kCharacter}, text, "1 if it is one, else 0");
}

std::vector<ImportWords> printing() {
  return {
      libc("printf", {kFormat, kArguments}, "Prints.", "characters, or -1"),
      libc("vprintf", {kFormat, kArguments}, "Prints.", "characters, or -1"),
      libc("sprintf", {kTo, kFormat, kArguments}, "Prints to memory.", "characters"),
      libc("vsprintf", {kTo, kFormat, kArguments}, "Prints to memory.", "characters"),
      libc("snprintf", {kTo, {"room", "bytes there"}, kFormat, kArguments}, "Prints what fits.", "characters wanted"),
      libc("vsnprintf", {kTo, {"room", "bytes there"}, kFormat, kArguments}, "Prints what fits.", "characters wanted"),
      libc("puts", {kTextAt}, "Prints a line.", "characters, or -1"),
      libc("putchar", {kCharacter}, "Prints a character.", "it, or -1"),
  };
}

std::vector<ImportWords> bytes_and_text() {
  return {
      libc("memcmp", {kA, kB, kSize}, "Compares bytes.", "below, at or above 0"),
      libc("memcpy", {kTo, kFrom, kSize}, "Copies bytes; they may overlap.", "`to`"),
      libc("memmove", {kTo, kFrom, kSize}, "Copies bytes; they may overlap.", "`to`"),
      libc("memset", {kTo, {"byte", "the byte"}, kSize}, "Fills bytes.", "`to`"),
      libc("memchr", {{"in", "where to look"}, {"byte", "the byte"}, kSize}, "Finds a byte.", "its address, or 0"),
      libc("strlen", {kTextAt}, "Measures a text.", "bytes before the NUL"),
      libc("strchr", {kTextAt, kCharacter}, "Finds a character.", "its address, or 0"),
      libc("strcmp", {kA, kB}, "Compares texts.", "below, at or above 0"),
      libc("strncmp", {kA, kB, kMost}, "Compares beginnings.", "below, at or above 0"),
      libc("strncasecmp", {kA, kB, kMost}, "The same, all letters small.", "below, at or above 0"),
      libc("strcpy", {kTo, kFrom}, "Copies a text.", "`to`"),
      libc("strncpy", {kTo, kFrom, kMost}, "Copies a beginning, and NULs for the rest.", "`to`"),
      libc("strspn", {kTextAt, {"accepted", "characters"}}, "Measures a beginning of these.", "bytes"),
      libc("strcspn", {kTextAt, {"refused", "characters"}}, "Measures a beginning of others.", "bytes"),
      libc("strstr", {{"in", "where to look"}, {"what", "the text"}}, "Finds a text.", "its address, or 0"),
  };
}

std::vector<ImportWords> memory_and_numbers() {
  const ParameterWords base{"base", "of the digits; 0: as the text says"}, end{"end", "receives where the number ends"};
  return {
      libc("malloc", {kSize}, "Finds room.", "its address, or 0"),
      libc("calloc", {{"count", "elements"}, kSize}, "Finds room, zeroed.", "its address, or 0"),
      libc("realloc", {{"block", "a block"}, kSize}, "Makes a block larger.", "its address, or 0"),
      libc("strdup", {kTextAt}, "Copies a text to new room.", "its address, or 0"),
      libc("free", {{"block", "a block"}}, "Gives room back.", "nothing"),
      libc("atoi", {kTextAt}, "Reads a number.", "the number"),
      libc("strtol", {kTextAt, end, base}, "Reads a number.", "the number, or the nearest that fits"),
      libc("strtoul", {kTextAt, end, base}, "Reads a number.", "the number, or the largest"),
      libc("bsearch",
           {{"key", "what to find"},
            {"array", "in order"},
            {"count", "elements"},
            {"size", "of each, bytes"},
            {"compare", "table index of int (*)(const void *, const void *)"}},
           "Searches.", "its address, or 0"),
      libc("exit", {{"code", "the exit code"}}, "Ends the guest.", "nothing"),
  };
}

std::vector<ImportWords> characters() {
  return {
      character("isupper", "A capital?"),
      character("isalpha", "A letter?"),
      character("isspace", "A blank?"),
      character("isgraph", "Visible?"),
      character("isprint", "Visible, or the space?"),
      character("isdigit", "A digit?"),
      character("isxdigit", "A hexadecimal digit?"),
      character("isalnum", "A letter or digit?"),
      libc("tolower", {kCharacter}, "Makes it small.", "the character"),
      libc("toupper", {kCharacter}, "Makes it a capital.", "the character"),
  };
}

}  // namespace

ModuleWords words() {
  return {"env",
          "env",
          "The import module `env`",
          kText,
          false,
          {
              {"create_bpf",
               "0.1",
               "Reads a package of JSON, of any generation.",
               "the package's number",
               {{"json", "the package"}, {"length", "its length in bytes"}}},
              {"run_bpf", "0.1", "Loads its object and attaches its programs.", "0", {{"package", "its number"}}},
              {"wait_and_poll_bpf",
               "0.1",
               "Gives events to process_event until the guest shall end.",
               "0",
               {{"package", "the number of one that runs"}}},
          }};
}

ModuleWords libc_words() {
  std::vector<ImportWords> all;
  for (auto& part : {printing(), bytes_and_text(), memory_and_numbers(), characters()})
    all.insert(all.end(), part.begin(), part.end());
  return {"env", "env_libc", "The import module `env`: the libc", kLibcText, false, std::move(all)};
}

}  // namespace waggle::abi::ewasm
