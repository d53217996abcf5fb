// A program in C that finds out whether a compiler puts bit-fields where the kernel has them: their places cannot be
// asserted, since they have no address. It sets each to ones and looks at the bytes.
#include <fmt/format.h>

#include <iterator>

#include "waggle/toolchain/header/c.hh"
#include "waggle/toolchain/header/header.hh"

namespace waggle::toolchain {
namespace {

template <class... A>
void add(std::string& text, fmt::format_string<A...> format, A&&... a) {
  fmt::format_to(std::back_inserter(text), format, std::forward<A>(a)...);
}

constexpr std::string_view kCheck = R"(
/* A header of the system may have a structure of a name that is above. */
#ifdef __cplusplus
extern "C" int printf(const char *format, ...);
#else
int printf(const char *format, ...);
#endif

static volatile long long ones = -1;
static int fields, wrong;

static void clear(void *value, size_t size)
{
	unsigned char *bytes = (unsigned char *)value;

	while (size)
		bytes[--size] = 0;
}

static void check(const void *value, size_t size, size_t offset, size_t bits, const char *name)
{
	const unsigned char *bytes = (const unsigned char *)value;
	size_t i;

	++fields;
	for (i = 0; i < 8 * size; ++i)
		if ((bytes[i / 8] >> i % 8 & 1) != (i >= offset && i < offset + bits)) {
			printf("%s lies elsewhere\n", name);
			++wrong;
			return;
		}
}
)";

// Stores for the bit-fields of a structure, and of those without a name of their own inside. `base` is in bits.
void add_stores(std::string& text, const std::string& type, const std::string& path, std::uint64_t base,
                const Definition& definition) {
  for (const Member& member : definition.members) {
    const std::string place = path + c_name(member.name);
    if (member.bits != 0 && !member.padding) {
      add(text, "\tclear(&value, sizeof(value));\n\tvalue.{} = ones;\n", place);
      add(text, "\tcheck(&value, sizeof(value), {}, {}, \"{}.{}\");\n", base + member.offset, member.bits, type, place);
    }
    if (member.type && member.type->name.empty() && member.counts.empty())
      add_stores(text, type, member.name.empty() ? path : place + ".", base + member.offset, *member.type);
  }
}

}  // namespace

std::string write_c_check(const Layout& layout, const HeaderOptions& options) {
  std::string text = write_c(layout, options);
  text += kCheck;
  std::string calls;
  int number = 0;
  for (const auto& definition : layout) {
    const std::string type = c_type_name(*definition);
    std::string stores;
    if (definition->kind != DefinitionKind::enumeration) add_stores(stores, type, "", 0, *definition);
    if (stores.empty()) continue;
    add(text, "\nstatic void check_{}(void)\n{{\n\tstatic {} value;\n\n{}}}\n", number, type, stores);
    add(calls, "\tcheck_{}();\n", number++);
  }
  add(text,
      "\nint main(void)\n{{\n{}\tprintf(\"%d bit-fields, %d elsewhere\\n\", fields, wrong);\n\treturn wrong != "
      "0;\n}}\n",
      calls);
  return text;
}

}  // namespace waggle::toolchain
