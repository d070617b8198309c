#include "carillon-review-facts.h"

#include <glib/gi18n.h>

#include "carillon-format.h"
#include "carillon-review-text.h"

/* Recipients that are named; the others are counted. */
#define N_NAMED 3

static char *
describe_count (guint n_recipients, guint n_requests)
{
  g_autofree char *recipients = carillon_format_count (n_recipients);
  g_autofree char *requests = carillon_format_count (n_requests);

  /* Translators: the first is a number of recipients, the second of requests */
  return g_strdup_printf (ngettext ("%s in %s request", "%s in %s requests", n_requests),
                          recipients, requests);
}

static char *
describe_first (const DispatchTable *table)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_rows = dispatch_table_get_n_rows (table);

  for (guint row = 0; row < MIN (n_rows, N_NAMED); row++) {
    g_autofree char *address = carillon_format_token (dispatch_table_get_address (table, row));
    g_string_append_printf (text, "%s%s", row > 0 ? "\n" : "", address);
  }
  if (n_rows > N_NAMED) {
    g_autofree char *count = carillon_format_count (n_rows - N_NAMED);
    g_string_append_c (text, '\n');
    g_string_append_printf (text, ngettext ("and %s more", "and %s more", n_rows - N_NAMED), count);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
join_lines (const char *const *lines)
{
  return lines[0] != NULL ? g_strjoinv ("\n", (char **) lines) : g_strdup (_ ("None"));
}

static void
add_recipients (CarillonFactList *list, const DispatchSnapshot *snapshot, DispatchReport *report)
{
  guint n_rows = dispatch_table_get_n_rows (snapshot->table);
  g_autofree char *count = describe_count (n_rows, dispatch_report_get_n_requests (report));
  g_autofree char *first = describe_first (snapshot->table);

  carillon_fact_list_add (list, "review-recipients", _ ("Recipients"), count);
  carillon_fact_list_add (list, "review-kinds", _ ("Reached By"), _ ("Counting…"));
  if (n_rows > 0) {
    carillon_fact_list_add (list, "review-first", _ ("First Ones"), first);
  }
  carillon_fact_list_add (list, "review-size", _ ("Size"), _ ("Counting…"));
}

/**
 * carillon_review_show_facts:
 * @list: where to show it
 * @snapshot: what is sent
 * @report: what a check of @snapshot found
 */
void
carillon_review_show_facts (CarillonFactList *list,
                            const DispatchSnapshot *snapshot,
                            DispatchReport *report)
{
  const DispatchContent *content = snapshot->content;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = carillon_review_describe_time (content, now);
  g_autofree char *sender = carillon_review_describe_sender (content);
  g_autofree char *tags = carillon_review_describe_tags (content);
  g_autofree char *images = join_lines (content->images);
  gboolean is_high = content->priority == DISPATCH_PRIORITY_HIGH;

  carillon_fact_list_clear (list);
  add_recipients (list, snapshot, report);
  carillon_fact_list_add (list, "review-time", _ ("Time"), time);
  carillon_fact_list_add (list, "review-sender", _ ("Sender"), sender);
  carillon_fact_list_add (list, "review-priority", _ ("Priority"),
                          is_high ? _ ("High") : _ ("Low"));
  carillon_fact_list_add (list, "review-sound", _ ("Sound"),
                          *content->sound != '\0' ? content->sound : _ ("Not set"));
  carillon_fact_list_add (list, "review-images", _ ("Images"), images);
  carillon_fact_list_add (list, "review-tags", _ ("Tags"), tags);
}

static void
append_line (GString *text, guint n, const char *format)
{
  g_autofree char *count = carillon_format_count (n);

  if (n == 0) {
    return;
  }
  if (text->len > 0) {
    g_string_append_c (text, '\n');
  }
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_string_append_printf (text, format, count);
#pragma GCC diagnostic pop
}

static char *
describe_kinds (const DispatchOutline *outline)
{
  g_autoptr (GString) text = g_string_new (NULL);

  append_line (text, outline->n_users, ngettext ("%s user", "%s users", outline->n_users));
  append_line (text, outline->n_fcm,
               ngettext ("%s device of Google’s", "%s devices of Google’s", outline->n_fcm));
  append_line (text, outline->n_apn,
               ngettext ("%s device of Apple’s", "%s devices of Apple’s", outline->n_apn));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * carillon_review_show_outline:
 * @list: what shows the facts
 * @outline: what was counted meanwhile
 * @report: what a check found
 */
void
carillon_review_show_outline (CarillonFactList *list,
                              const DispatchOutline *outline,
                              DispatchReport *report)
{
  g_autofree char *kinds = describe_kinds (outline);
  g_autofree char *bytes = g_format_size (outline->n_bytes);
  g_autofree char *largest =
    carillon_format_count (dispatch_report_get_largest_payload (report, NULL));
  /* Translators: the first is a size with its unit, the second a number of bytes */
  g_autofree char *size = g_strdup_printf (
    _ ("%s to the service\nat most %s of 4,096 bytes to a device"), bytes, largest);

  carillon_fact_list_set (list, "review-kinds", *kinds != '\0' ? kinds : _ ("Nobody"));
  carillon_fact_list_set (list, "review-size", size);
}

static const struct {
  const char *name;
  const char *label;
} parts[DISPATCH_N_PARTS] = {
  [DISPATCH_PART_TITLE] = { "review-new-title", N_ ("Title") },
  [DISPATCH_PART_BODY] = { "review-new-body", N_ ("Body") },
  [DISPATCH_PART_IMAGES] = { "review-new-images", N_ ("Images") },
  [DISPATCH_PART_SENDER] = { "review-new-sender", N_ ("Sender") },
  [DISPATCH_PART_PRIORITY] = { "review-new-priority", N_ ("Priority") },
  [DISPATCH_PART_SOUND] = { "review-new-sound", N_ ("Sound") },
  [DISPATCH_PART_TAGS] = { "review-new-tags", N_ ("Tags") },
  [DISPATCH_PART_SEND_AT] = { "review-new-time", N_ ("Time") },
};

static char *
describe_part (const DispatchContent *content, DispatchPart part)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  switch (part) {
  case DISPATCH_PART_TITLE:
    return g_strdup (content->title);
  case DISPATCH_PART_BODY:
    return g_strdup (content->body);
  case DISPATCH_PART_IMAGES:
    return join_lines (content->images);
  case DISPATCH_PART_SENDER:
    return carillon_review_describe_sender (content);
  case DISPATCH_PART_PRIORITY:
    return g_strdup (content->priority == DISPATCH_PRIORITY_HIGH ? _ ("High") : _ ("Low"));
  case DISPATCH_PART_SOUND:
    return g_strdup (content->sound);
  case DISPATCH_PART_TAGS:
    return carillon_review_describe_tags (content);
  case DISPATCH_PART_SEND_AT:
    return carillon_review_describe_time (content, now);
  case DISPATCH_N_PARTS:
  default:
    return g_strdup ("");
  }
}

/* What it is now stands above; so what it was is enough. */
static void
add_part (CarillonFactList *list, const DispatchComparison *comparison, DispatchPart part)
{
  g_autofree char *then = describe_part (comparison->content, part);
  g_autofree char *shown = carillon_review_shorten (then);
  /* Translators: what a title, a sound and so on was before it was changed */
  g_autofree char *text =
    *shown != '\0' ? g_strdup_printf (_ ("was “%s”"), shown) : g_strdup (_ ("was not set"));

  carillon_fact_list_add (list, parts[part].name, _ (parts[part].label), text);
}

static void
add_changes (CarillonFactList *list, const DispatchComparison *comparison)
{
  g_autoptr (GString) text = g_string_new (NULL);

  append_line (text, comparison->n_added, ngettext ("%s new", "%s new", comparison->n_added));
  append_line (text, comparison->n_removed,
               ngettext ("%s no longer", "%s no longer", comparison->n_removed));
  append_line (text, comparison->n_changed,
               ngettext ("%s with other values", "%s with other values", comparison->n_changed));
  append_line (text, comparison->n_same,
               ngettext ("%s as before", "%s as before", comparison->n_same));
  carillon_fact_list_add (list, "review-new-recipients", _ ("Recipients"), text->str);
}

/**
 * carillon_review_show_comparison:
 * @list: where to show it
 * @comparison: what differs from the last time
 *
 * Names what is another; where nothing is, says so.
 */
void
carillon_review_show_comparison (CarillonFactList *list, const DispatchComparison *comparison)
{
  carillon_fact_list_clear (list);
  for (guint part = 0; part < DISPATCH_N_PARTS; part++) {
    if (comparison->differs[part]) {
      add_part (list, comparison, part);
    }
  }
  if (comparison->n_added > 0 || comparison->n_removed > 0 || comparison->n_changed > 0) {
    add_changes (list, comparison);
  }
  if (dispatch_comparison_is_same (comparison)) {
    carillon_fact_list_add (list, "review-same", _ ("Nothing"),
                            _ ("The same text to the same recipients"));
  }
}
