/* What an operation's counts come to: shares, widths and words. The API's counts need not add up
 * (its own example does not), so everything here works with the largest of total, recipients and
 * the sum of the parts. */
#include "carillon-counts.h"

#include <glib/gi18n.h>

#include "carillon-format.h"

/* So that adding all counts up cannot overflow; far above what an operation can have. */
#define MAX_COUNT (G_MAXINT64 / 16)

static const struct {
  CommsCount count;
  const char *label;
} parts[CARILLON_N_PARTS] = {
  [CARILLON_PART_SENT] = { COMMS_COUNT_SENT, N_ ("Sent") },
  [CARILLON_PART_QUEUED] = { COMMS_COUNT_QUEUED, N_ ("Queued") },
  [CARILLON_PART_SCHEDULED] = { COMMS_COUNT_SCHEDULED, N_ ("Scheduled") },
  [CARILLON_PART_FAILED] = { COMMS_COUNT_FAILED, N_ ("Failed") },
  [CARILLON_PART_UNADDRESSABLE] = { COMMS_COUNT_UNADDRESSABLE, N_ ("Unaddressable") },
  [CARILLON_PART_CANCELED] = { COMMS_COUNT_CANCELED, N_ ("Canceled") },
};

/**
 * carillon_counts_init:
 * @self: (out caller-allocates): the counts
 * @values: a number for each [enum@Comms.Count], of any size and sign
 *
 * Reads the counts of an operation. Negative ones count as 0.
 */
void
carillon_counts_init (CarillonCounts *self, const gint64 values[COMMS_N_COUNTS])
{
  *self = (CarillonCounts){
    .total = CLAMP (values[COMMS_COUNT_TOTAL], 0, MAX_COUNT),
    .recipients = CLAMP (values[COMMS_COUNT_RECIPIENTS], 0, MAX_COUNT),
  };
  gint64 sum = 0;
  for (guint i = 0; i < CARILLON_N_PARTS; i++) {
    self->parts[i] = CLAMP (values[parts[i].count], 0, MAX_COUNT);
    sum += self->parts[i];
  }
  self->whole = MAX (sum, MAX (self->total, self->recipients));
}

/**
 * carillon_counts_init_operation:
 * @self: (out caller-allocates): the counts
 * @operation: (nullable): an operation; all counts are 0 without one
 *
 * Reads the counts of @operation.
 */
void
carillon_counts_init_operation (CarillonCounts *self, CommsOperation *operation)
{
  gint64 values[COMMS_N_COUNTS] = { 0 };
  for (guint i = 0; operation != NULL && i < COMMS_N_COUNTS; i++) {
    values[i] = comms_operation_get_count (operation, i);
  }
  carillon_counts_init (self, values);
}

/**
 * carillon_counts_equal:
 * @a: counts
 * @b: counts
 *
 * Returns: whether all the numbers are the same
 */
gboolean
carillon_counts_equal (const CarillonCounts *a, const CarillonCounts *b)
{
  for (guint i = 0; i < CARILLON_N_PARTS; i++) {
    if (a->parts[i] != b->parts[i]) {
      return FALSE;
    }
  }
  return a->total == b->total && a->recipients == b->recipients;
}

/**
 * carillon_counts_get_share:
 * @self: counts
 * @part: a part
 *
 * Returns: the share of @part in the whole, 0 to 1; all shares together are at most 1
 */
double
carillon_counts_get_share (const CarillonCounts *self, CarillonPart part)
{
  return self->whole > 0 ? (double) self->parts[part] / (double) self->whole : 0;
}

/**
 * carillon_counts_get_waiting:
 * @self: counts
 *
 * Returns: how many have no outcome yet, for now or until their time
 */
gint64
carillon_counts_get_waiting (const CarillonCounts *self)
{
  return self->parts[CARILLON_PART_QUEUED] + self->parts[CARILLON_PART_SCHEDULED];
}

/**
 * carillon_counts_lay_out:
 * @shares: of the parts, together at most 1
 * @width: of the whole, in pixels
 * @widths: (out): of the parts, in pixels, together at most @width
 *
 * Divides the width of a bar among its parts.
 */
void
carillon_counts_lay_out (const double shares[CARILLON_N_PARTS],
                         double width,
                         double widths[CARILLON_N_PARTS])
{
  guint n_shown = 0;
  for (guint i = 0; i < CARILLON_N_PARTS; i++) {
    n_shown += shares[i] > 0;
  }
  width = MAX (width, 0);
  double least = MIN (CARILLON_LEAST_PART, width / MAX (n_shown, 1));
  double spare = width - least * n_shown;
  for (guint i = 0; i < CARILLON_N_PARTS; i++) {
    widths[i] = shares[i] > 0 ? least + spare * shares[i] : 0;
  }
}

/**
 * carillon_part_get_label:
 * @part: a part
 *
 * Returns: its name, translated, as a heading
 */
const char *
carillon_part_get_label (CarillonPart part)
{
  g_return_val_if_fail (part < CARILLON_N_PARTS, NULL);

  return _ (parts[part].label);
}

/**
 * carillon_counts_format:
 * @phrase: a translated phrase with one %s
 * @n: a count
 *
 * Returns: (transfer full): @phrase with the number in its place
 */
char *
carillon_counts_format (const char *phrase, gint64 n)
{
  g_return_val_if_fail (phrase != NULL, NULL);

  g_autofree char *number = carillon_format_count (n);
  g_auto (GStrv) around = g_strsplit (phrase, "%s", 2);
  return g_strjoinv (number, around);
}

static const char *
get_phrase (CarillonPart part, gulong n)
{
  switch (part) {
  case CARILLON_PART_SENT:
    return ngettext ("%s sent", "%s sent", n);
  case CARILLON_PART_QUEUED:
    return ngettext ("%s queued", "%s queued", n);
  case CARILLON_PART_SCHEDULED:
    return ngettext ("%s scheduled", "%s scheduled", n);
  case CARILLON_PART_FAILED:
    return ngettext ("%s failed", "%s failed", n);
  case CARILLON_PART_UNADDRESSABLE:
    return ngettext ("%s unaddressable", "%s unaddressable", n);
  case CARILLON_PART_CANCELED:
    return ngettext ("%s canceled", "%s canceled", n);
  case CARILLON_N_PARTS:
  default:
    g_return_val_if_reached ("%s");
  }
}

static void
append (GString *text, char *phrase, const char *separator)
{
  if (text->len > 0) {
    g_string_append (text, separator);
  }
  g_string_append (text, phrase);
  g_free (phrase);
}

/**
 * carillon_counts_describe:
 * @self: counts
 *
 * Says the numbers of a bar, for those who do not see it.
 *
 * Returns: (transfer full): one line, translated: "7,402 sent, 5 failed; 10,000 in all"
 */
char *
carillon_counts_describe (const CarillonCounts *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < CARILLON_N_PARTS; i++) {
    if (self->parts[i] > 0) {
      append (text, carillon_counts_format (get_phrase (i, self->parts[i]), self->parts[i]),
              _ (", "));
    }
  }
  if (self->whole == 0) {
    return g_strdup (_ ("No counts yet"));
  }
  append (text,
          carillon_counts_format (ngettext ("%s in all", "%s in all", self->whole), self->whole),
          _ ("; "));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
summarise_sent (const CarillonCounts *self, gboolean ended)
{
  gint64 sent = self->parts[CARILLON_PART_SENT];
  g_autofree char *whole = carillon_format_count (self->whole);
  g_autofree char *number = carillon_format_count (sent);
  if (ended && sent == self->whole) {
    return sent == 1 ? g_strdup (_ ("Sent to the only recipient"))
                     : g_strdup_printf (_ ("All %s sent"), whole);
  }
  /* Translators: the first is how many were sent so far, the second how many there are. */
  return g_strdup_printf (_ ("%1$s of %2$s sent"), number, whole);
}

/**
 * carillon_counts_summarise:
 * @self: counts
 * @ended: whether nothing more will happen
 *
 * Returns: (transfer full): how far it has come, in a sentence: "7,402 of 10,000 sent; 2,590
 * waiting"
 */
char *
carillon_counts_summarise (const CarillonCounts *self, gboolean ended)
{
  if (self->whole == 0) {
    return g_strdup (ended ? _ ("Nothing was sent") : _ ("Not counted yet"));
  }
  g_autoptr (GString) text = g_string_new (NULL);
  append (text, summarise_sent (self, ended), "");
  gint64 waiting = carillon_counts_get_waiting (self);
  if (waiting > 0) {
    append (text, carillon_counts_format (ngettext ("%s waiting", "%s waiting", waiting), waiting),
            _ ("; "));
  }
  static const CarillonPart losses[] = { CARILLON_PART_FAILED, CARILLON_PART_UNADDRESSABLE,
                                         CARILLON_PART_CANCELED };
  for (guint i = 0; i < G_N_ELEMENTS (losses); i++) {
    gint64 n = self->parts[losses[i]];
    if (n > 0) {
      append (text, carillon_counts_format (get_phrase (losses[i], n), n), _ ("; "));
    }
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
