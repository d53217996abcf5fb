// The options of an argp and its children as help shows them: with their aliases, sorted.
#pragma once

#include <argp.h>
#include <stddef.h>

// A child with a header or a group of its own, in which its options stay together.
typedef struct Cluster {
  const char* header;
  int index;  // among its siblings
  int group;
  const struct Cluster* parent;
  const struct argp* argp;
  int depth;
  struct Cluster* next;  // in the list that owns them
} Cluster;

typedef struct {
  const struct argp_option* option;
  unsigned count;  // of the option and its aliases
  int group;
  const Cluster* cluster;
  const struct argp* argp;
  char* owns;  // for each of them, whether its letter is its own, and not an earlier option's
} Entry;

typedef struct {
  Entry* entries;
  size_t count;
  Cluster* clusters;
} OptionList;

int option_is_end(const struct argp_option* option);
int option_is_short(const struct argp_option* option);
static inline int option_is_visible(const struct argp_option* option) { return !(option->flags & OPTION_HIDDEN); }
static inline int option_is_alias(const struct argp_option* option) { return option->flags & OPTION_ALIAS; }
static inline int option_is_doc(const struct argp_option* option) { return option->flags & OPTION_DOC; }

int cluster_is_within(const Cluster* cluster, const Cluster* outer);

OptionList list_options(const struct argp* argp);
void free_options(OptionList* list);
