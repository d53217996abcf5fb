#define _GNU_SOURCE
#include "options.h"

#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

int option_is_end(const struct argp_option* option) {
  return !option->key && !option->name && !option->doc && !option->group;
}

int option_is_short(const struct argp_option* option) {
  return !option_is_doc(option) && option->key > 0 && option->key <= UCHAR_MAX && isprint(option->key);
}

int cluster_is_within(const Cluster* cluster, const Cluster* outer) {
  while (cluster && cluster != outer) cluster = cluster->parent;
  return cluster == outer;
}

// ---- collecting

static size_t count_entries(const struct argp* argp) {
  size_t n = 0;
  for (const struct argp_option* o = argp->options; o && !option_is_end(o); ++o) n += !option_is_alias(o);
  for (const struct argp_child* child = argp->children; child && child->argp; ++child) n += count_entries(child->argp);
  return n;
}

static int entry_has(const Entry* entry, int letter) {
  for (unsigned k = 0; k < entry->count; ++k)
    if (entry->owns[k] && entry->option[k].key == letter) return 1;
  return 0;
}

static int is_taken(const OptionList* list, int letter) {
  for (size_t i = 0; i < list->count; ++i)
    if (entry_has(&list->entries[i], letter)) return 1;
  return 0;
}

static Entry make_entry(const OptionList* list, const struct argp_option* option) {
  Entry entry = {.option = option};
  do ++entry.count;
  while (!option_is_end(option + entry.count) && option_is_alias(option + entry.count));
  entry.owns = calloc(entry.count, 1);
  for (unsigned k = 0; entry.owns && k < entry.count; ++k) {
    const int letter = option[k].key;
    entry.owns[k] = option_is_short(option + k) && !is_taken(list, letter) && !entry_has(&entry, letter);
  }
  return entry;
}

static Cluster* add_cluster(OptionList* list, const struct argp_child* child, const struct argp* argp,
                            const Cluster* parent) {
  Cluster* cluster = malloc(sizeof *cluster);
  if (!cluster) return NULL;
  *cluster = (Cluster){.header = child->header,
                       .index = (int)(child - argp->children),
                       .group = child->group,
                       .parent = parent,
                       .argp = argp,
                       .depth = parent ? parent->depth + 1 : 0,
                       .next = list->clusters};
  return list->clusters = cluster;
}

static void collect(OptionList* list, const struct argp* argp, const Cluster* cluster) {
  int group = 0;
  const struct argp_option* o = argp->options;
  while (o && !option_is_end(o)) {
    const int is_header = !o->name && !o->key;
    group = o->group ? o->group : is_header ? group + 1 : group;
    Entry entry = make_entry(list, o);
    if (!entry.owns) return;
    entry.group = group;
    entry.cluster = cluster;
    entry.argp = argp;
    list->entries[list->count++] = entry;
    o += entry.count;
  }
  for (const struct argp_child* child = argp->children; child && child->argp; ++child)
    collect(list, child->argp, child->group || child->header ? add_cluster(list, child, argp, cluster) : cluster);
}

// ---- sorting

// 0, 1, ... n, -m, ... -1
static int compare_groups(int a, int b) { return (a < 0) == (b < 0) ? a - b : b - a; }

static int base_group(const Entry* entry) {
  const Cluster* cluster = entry->cluster;
  if (!cluster) return entry->group;
  while (cluster->parent) cluster = cluster->parent;
  return cluster->group;
}

// Of clusters that are nested equally deep.
static int compare_cousins(const Cluster* a, const Cluster* b) {
  if (a == b) return 0;
  const int parents = compare_cousins(a->parent, b->parent);
  if (parents) return parents;
  const int groups = compare_groups(a->group, b->group);
  return groups ? groups : b->index - a->index;
}

static int compare_clusters(const Cluster* a, const Cluster* b) {
  const int deeper = a->depth - b->depth;  // what is nested comes behind
  while (a->depth > b->depth) a = a->parent;
  while (b->depth > a->depth) b = b->parent;
  const int cousins = compare_cousins(a, b);
  return cousins ? cousins : deeper;
}

static int first_letter(const Entry* entry) {
  for (unsigned k = 0; k < entry->count; ++k)
    if (entry->owns[k] && option_is_visible(entry->option + k)) return entry->option[k].key;
  return 0;
}

static const char* first_name(const Entry* entry) {
  for (unsigned i = 0; i < entry->count; ++i)
    if (entry->option[i].name && option_is_visible(entry->option + i)) return entry->option[i].name;
  return NULL;
}

// Documentation that looks like an option is sorted as one, by its first letter or digit.
static int is_plain_documentation(const Entry* entry, const char** name) {
  if (!option_is_doc(entry->option) || !*name) return 0;
  while (isspace((unsigned char)**name)) ++*name;
  const int plain = **name != '-';
  while (**name && !isalnum((unsigned char)**name)) ++*name;
  return plain;
}

static int compare_names(const Entry* a, const Entry* b) {
  const int letter_a = first_letter(a), letter_b = first_letter(b);
  const char *name_a = first_name(a), *name_b = first_name(b);
  const int doc_a = is_plain_documentation(a, &name_a), doc_b = is_plain_documentation(b, &name_b);
  if (doc_a != doc_b) return doc_a - doc_b;
  const int first_a = letter_a ? letter_a : name_a ? (unsigned char)*name_a : 0;
  const int first_b = letter_b ? letter_b : name_b ? (unsigned char)*name_b : 0;
  const int without_case = tolower(first_a) - tolower(first_b);
  if (without_case) return without_case;
  if (first_a != first_b) return first_b - first_a;  // -v before -V
  if (!letter_a != !letter_b) return letter_a ? 1 : -1;
  if (letter_a || !name_a || !name_b) return !letter_a && (name_a || name_b) ? (name_a ? 1 : -1) : 0;
  return strcasecmp(name_a, name_b);
}

static int compare_entries(const Entry* a, const Entry* b) {
  const int bases = compare_groups(base_group(a), base_group(b));
  if (bases) return bases;
  if (!a->cluster != !b->cluster) return a->cluster ? 1 : -1;  // clusters come last in their group
  const int clusters = a->cluster ? compare_clusters(a->cluster, b->cluster) : 0;
  if (clusters) return clusters;
  const int groups = compare_groups(a->group, b->group);
  return groups ? groups : compare_names(a, b);
}

// Equal ones stay in the order of the tables, which qsort does not promise.
static void sort(OptionList* list) {
  for (size_t i = 1; i < list->count; ++i) {
    const Entry entry = list->entries[i];
    size_t at = i;
    for (; at && compare_entries(&list->entries[at - 1], &entry) > 0; --at) list->entries[at] = list->entries[at - 1];
    list->entries[at] = entry;
  }
}

// These come last, wherever a program has put its own.
static void put_last(OptionList* list, const char* name) {
  for (size_t i = 0; i < list->count; ++i) {
    const Entry* entry = &list->entries[i];
    for (unsigned k = 0; k < entry->count; ++k)
      if (entry->option[k].name && !strcmp(entry->option[k].name, name)) {
        list->entries[i].group = -1;
        return;
      }
  }
}

OptionList list_options(const struct argp* argp) {
  OptionList list = {.entries = malloc((count_entries(argp) + 1) * sizeof(Entry))};
  if (!list.entries) return list;
  collect(&list, argp, NULL);
  put_last(&list, "help");
  put_last(&list, "version");
  sort(&list);
  return list;
}

void free_options(OptionList* list) {
  for (size_t i = 0; i < list->count; ++i) free(list->entries[i].owns);
  free(list->entries);
  while (list->clusters) {
    Cluster* next = list->clusters->next;
    free(list->clusters);
    list->clusters = next;
  }
}
