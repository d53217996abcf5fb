// Network interfaces by name and by number, from sysfs, which a guest may read. musl's own need a socket.
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define INTERFACES "/sys/class/net/"

// 0 where there is none of that name.
static unsigned index_of(const char* name) {
  char path[sizeof INTERFACES + IF_NAMESIZE + sizeof "/ifindex"] = INTERFACES, text[16] = {0};
  if (!*name || strlen(name) >= IF_NAMESIZE || strchr(name, '/')) return 0;
  const int fd = open(strcat(strcat(path, name), "/ifindex"), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return 0;
  read(fd, text, sizeof text - 1);
  close(fd);
  return (unsigned)strtoul(text, 0, 10);
}

unsigned if_nametoindex(const char* name) {
  const unsigned index = index_of(name);
  if (!index) errno = ENODEV;
  return index;
}

char* if_indextoname(unsigned index, char* name) {
  DIR* interfaces = index ? opendir(INTERFACES) : 0;
  const struct dirent* found = 0;
  while (interfaces && (found = readdir(interfaces)) && index_of(found->d_name) != index) continue;
  if (found) strcpy(name, found->d_name);
  if (interfaces) closedir(interfaces);
  if (found) return name;
  errno = ENXIO;
  return 0;
}
