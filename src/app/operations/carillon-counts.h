#pragma once

#include <comms-client.h>

G_BEGIN_DECLS

/* The parts of a stacked bar, in the order in which it shows them: what went well, what is still to
 * come, what did not reach anyone. */
typedef enum {
  CARILLON_PART_SENT,
  CARILLON_PART_QUEUED,
  CARILLON_PART_SCHEDULED,
  CARILLON_PART_FAILED,
  CARILLON_PART_UNADDRESSABLE,
  CARILLON_PART_CANCELED,
  CARILLON_N_PARTS,
} CarillonPart;

/* An operation's counts made fit to be drawn and added up, whatever the API answered: nothing is
 * negative, and the whole is at least the sum of the parts. */
typedef struct {
  gint64 total;
  gint64 recipients;
  gint64 parts[CARILLON_N_PARTS];
  gint64 whole;
} CarillonCounts;

void carillon_counts_init (CarillonCounts *self, const gint64 values[COMMS_N_COUNTS]);
void
carillon_counts_init_operation (CarillonCounts *self, CommsOperation *operation); /* (nullable) */
gboolean carillon_counts_equal (const CarillonCounts *a, const CarillonCounts *b);
double carillon_counts_get_share (const CarillonCounts *self, CarillonPart part); /* 0 to 1 */
gint64 carillon_counts_get_waiting (const CarillonCounts *self);

/* In words; all (transfer full) and translated. */
char *carillon_counts_describe (const CarillonCounts *self);
char *carillon_counts_summarise (const CarillonCounts *self, gboolean ended);
char *carillon_counts_format (const char *phrase, gint64 n);
const char *carillon_part_get_label (CarillonPart part);

/* Lays the shares of the parts out over @width. A part that is there at all gets at least
 * CARILLON_LEAST_PART pixels while there is room: 3 failures in 10,000 must be seen. */
#define CARILLON_LEAST_PART 4
void carillon_counts_lay_out (const double shares[CARILLON_N_PARTS],
                              double width,
                              double widths[CARILLON_N_PARTS]);

G_END_DECLS
