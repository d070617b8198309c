/* dl_iterate_phdr() is GNU's. */
#define _GNU_SOURCE

#include "test-quarks.h"

#ifdef __SANITIZE_ADDRESS__
#include <link.h>
#include <string.h>

/* Of sanitizer/allocator_interface.h, which GCC does not install. */
int __sanitizer_get_ownership (const volatile void *allocation);
size_t __sanitizer_get_allocated_size (const volatile void *allocation);

static gpointer table; /* what is reachable is no leak */

/* It begins with quark 0, which is none. */
static gboolean
is_table (gpointer allocation)
{
  return __sanitizer_get_ownership (allocation) &&
         __sanitizer_get_allocated_size (allocation) >= 2 * sizeof (gpointer) &&
         ((gpointer *) allocation)[1] == g_quark_to_string (1);
}

/* GLib has it in a variable of its own. */
static int
search_library (struct dl_phdr_info *info, size_t size, void *data)
{
  if (strstr (info->dlpi_name, "libglib-2.0") == NULL) {
    return 0;
  }
  for (guint i = 0; i < info->dlpi_phnum && table == NULL; i++) {
    const ElfW (Phdr) *segment = &info->dlpi_phdr[i];
    if (segment->p_type != PT_LOAD || (segment->p_flags & PF_W) == 0) {
      continue;
    }
    gpointer *words = (gpointer *) (info->dlpi_addr + segment->p_vaddr);
    for (gsize j = 0; j < segment->p_memsz / sizeof (gpointer) && table == NULL; j++) {
      table = is_table (words[j]) ? words[j] : NULL;
    }
  }
  return 1;
}

void
test_quarks_keep (void)
{
  dl_iterate_phdr (search_library, NULL);
}

#else

void
test_quarks_keep (void)
{
}

#endif
